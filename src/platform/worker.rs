//! Slow work in a worker: another instance of this module, in a thread of its own, which ends when its answer has come, so
//! that nothing of the work stays in memory.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Event, MessageEvent, Worker, WorkerOptions, WorkerType, window};

/// How long a worker may take to start, in milliseconds. It has nothing to fetch that the page has not fetched.
const START: u32 = 5_000;
/// How long the work may take, in milliseconds: the costliest that is accepted, on a slow phone.
const WORK: u32 = 120_000;

/// Whether this instance of the module runs in a worker.
#[must_use]
pub fn is_worker() -> bool {
    window().is_none()
}

/// In a worker: takes one piece of work, and answers it.
pub fn serve(work: fn(&[u8]) -> Vec<u8>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answer = scope.clone();
    let handler = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let done = work(&Uint8Array::new(&event.data()).to_vec());
        // Whoever asked has gone where this fails.
        let _ = answer.post_message(&Uint8Array::from(&done[..]));
    });
    scope.set_onmessage(Some(handler.as_ref().unchecked_ref()));
    handler.forget();
    let _ = scope.post_message(&JsValue::NULL);
}

/// A worker that ends when it is dropped, be it because its work is no longer wanted.
struct Hired(Worker);

impl Drop for Hired {
    fn drop(&mut self) {
        self.0.set_onmessage(None);
        self.0.set_onerror(None);
        self.0.terminate();
    }
}

/// The next thing that a worker says or fails with.
struct Ear {
    next: Rc<RefCell<Option<(Function, Function)>>>,
    /// It came before anybody waited for it.
    early: Rc<Cell<Option<Result<JsValue, JsValue>>>>,
    _handlers: [Closure<dyn Fn(Event)>; 2],
}

impl Ear {
    fn at(worker: &Worker) -> Self {
        let next: Rc<RefCell<Option<(Function, Function)>>> = Rc::default();
        let early: Rc<Cell<Option<Result<JsValue, JsValue>>>> = Rc::default();
        let handler = |read: fn(Event) -> Result<JsValue, JsValue>| {
            let (next, early) = (next.clone(), early.clone());
            Closure::<dyn Fn(Event)>::new(move |event: Event| match (next.take(), read(event)) {
                (None, outcome) => early.set(Some(outcome)),
                (Some((good, _)), Ok(value)) => drop(good.call1(&JsValue::NULL, &value)),
                (Some((_, bad)), Err(value)) => drop(bad.call1(&JsValue::NULL, &value)),
            })
        };
        let said = handler(|event| Ok(event.unchecked_into::<MessageEvent>().data()));
        let failed = handler(|event| Err(event.into()));
        worker.set_onmessage(Some(said.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Self { next, early, _handlers: [said, failed] }
    }

    /// Waits for it, at most so many milliseconds.
    async fn hears(&self, limit: u32) -> Option<JsValue> {
        if let Some(outcome) = self.early.take() {
            return outcome.ok();
        }
        let promise = Promise::new(&mut |good, bad| {
            self.next.replace(Some((good, bad)));
        });
        match select(JsFuture::from(promise), TimeoutFuture::new(limit)).await {
            Either::Left((outcome, _)) => outcome.ok(),
            Either::Right(_) => None,
        }
    }
}

/// The address of the glue that belongs to this module, as the page names it.
fn glue() -> Option<String> {
    let document = window()?.document()?;
    let tag = document.query_selector("script[data-js]").ok()??;
    let base = document.base_uri().ok()??;
    Some(web_sys::Url::new_with_base(&tag.get_attribute("data-js")?, &base).ok()?.href())
}

/// Has a worker do the work, and gives its answer. Nothing where no worker starts here or none answers in time; the work can then
/// be done in this thread. Dropping the future ends the worker.
pub async fn in_worker(work: &[u8]) -> Option<Vec<u8>> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Hired(Worker::new_with_options("worker.js", &options).ok()?);
    let ear = Ear::at(&worker.0);
    worker.0.post_message(&Array::of2(&glue()?.into(), &wasm_bindgen::module())).ok()?;
    ear.hears(START).await?;
    let work = Uint8Array::from(work);
    // Moved rather than copied: it holds a secret.
    let moved = Array::of1(&Reflect::get(&work, &"buffer".into()).ok()?);
    worker.0.post_message_with_transfer(&work, &moved).ok()?;
    let answer = ear.hears(WORK).await?;
    Some(Uint8Array::new(&answer).to_vec())
}
