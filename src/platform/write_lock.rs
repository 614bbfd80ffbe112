//! The right to write, which one tab holds: a lock of the browser (Web Locks), or where it has none a lease in localStorage.
//!
//! A lock that another tab steals is lost at once for the browser and only some time later for a tab that was frozen. So
//! [`Gate::is_open`] asks the browser anew each time, and compares who holds the lock with who held it when it was granted.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_timers::{callback::Interval, future::TimeoutFuture};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::window;

use super::{LocalStore, now_ms, random_bytes};
use crate::vault::{
    Gate, Lease, Standing,
    lease::{BEAT, SETTLE},
};

/// How to take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Only where nobody holds it.
    IfFree,
    /// In any case: whoever holds it loses it.
    Steal,
}

struct Inside {
    name: String,
    held: Cell<bool>,
    /// Counts how often it was taken, so that the end of an older holding is not taken for that of this one.
    round: Cell<u32>,
    /// Gives a browser's lock up.
    release: RefCell<Option<Function>>,
    /// By what name the browser knows this tab among the holders.
    client: RefCell<Option<JsValue>>,
    lease: Option<Lease<LocalStore>>,
    beat: RefCell<Option<Interval>>,
    lost: Box<dyn Fn()>,
}

/// One tab's handle on the right to write one vault.
#[derive(Clone)]
pub struct WriteLock(Rc<Inside>);

impl std::fmt::Debug for WriteLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WriteLock")
    }
}

/// The browser's locks, where it has any.
fn manager() -> Option<JsValue> {
    let navigator = window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}

impl WriteLock {
    /// The right of that name, not held yet. `lost` is called when another tab took it from this one.
    #[must_use]
    pub fn new(name: &str, lost: impl Fn() + 'static) -> Self {
        let lease = match manager() {
            Some(_) => None,
            None => LocalStore::open().ok().map(|store| {
                let nonce: String = random_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
                Lease::new(store, format!("attune-lease/{name}"), nonce)
            }),
        };
        Self(Rc::new(Inside {
            name: format!("attune/{name}"),
            held: Cell::new(false),
            round: Cell::new(0),
            release: RefCell::default(),
            client: RefCell::default(),
            lease,
            beat: RefCell::default(),
            lost: Box::new(lost),
        }))
    }

    /// Whether it is held, as far as this tab has heard; [`Gate::is_open`] makes sure.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.0.held.get()
    }

    /// Tries to take it. Returns whether it is held.
    pub async fn take(&self, how: Taking) -> bool {
        if self.0.held.get() {
            return true;
        }
        match &self.0.lease {
            Some(lease) => self.take_lease(lease, how == Taking::Steal).await,
            // A browser that has neither locks nor a store lets nothing be kept, so nobody is in the way.
            None if manager().is_none() => {
                self.0.held.set(true);
                true
            }
            None => self.take_lock(how).await.unwrap_or(false),
        }
    }

    async fn take_lock(&self, how: Taking) -> Result<bool, JsValue> {
        let manager = manager().ok_or(JsValue::NULL)?;
        let round = self.0.round.get().wrapping_add(1);
        self.0.round.set(round);
        let options = Object::new();
        let which = if how == Taking::Steal { "steal" } else { "ifAvailable" };
        Reflect::set(&options, &which.into(), &true.into())?;
        let mut answer = None;
        let granted = Promise::new(&mut |good, _| answer = Some(good));
        let answer = answer.ok_or(JsValue::NULL)?;
        let (this, told) = (self.clone(), answer.clone());
        // The lock is held for as long as the promise that this gives is open.
        let holding = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let got = !lock.is_null() && !lock.is_undefined();
            let open = if got {
                Promise::new(&mut |good, _| {
                    this.0.release.replace(Some(good));
                })
                .into()
            } else {
                JsValue::NULL
            };
            let _ = told.call1(&JsValue::NULL, &got.into());
            open
        });
        let request = method(&manager, "request")?;
        let ended: Promise = request.call3(&manager, &self.0.name.as_str().into(), &options, &holding)?.dyn_into()?;
        let this = self.clone();
        spawn_local(async move {
            let outcome = JsFuture::from(ended).await;
            // Asking itself may have failed.
            let _ = answer.call1(&JsValue::NULL, &false.into());
            if outcome.is_err() && this.0.round.get() == round {
                this.lose();
            }
        });
        let got = JsFuture::from(granted).await?.is_truthy();
        if got {
            self.0.held.set(true);
            let holder = self.holder().await;
            self.0.client.replace(holder);
        }
        Ok(self.0.held.get())
    }

    /// Who holds the lock, as the browser says; nothing where nobody does or it does not say.
    async fn holder(&self) -> Option<JsValue> {
        let manager = manager()?;
        let asked: Promise = method(&manager, "query").ok()?.call0(&manager).ok()?.dyn_into().ok()?;
        let held: Array = Reflect::get(&JsFuture::from(asked).await.ok()?, &"held".into()).ok()?.dyn_into().ok()?;
        let named = |lock: &JsValue| {
            Reflect::get(lock, &"name".into()).ok().and_then(|name| name.as_string()).as_deref() == Some(&self.0.name)
        };
        let lock = held.iter().find(named)?;
        Reflect::get(&lock, &"clientId".into()).ok()
    }

    async fn take_lease(&self, lease: &Lease<LocalStore>, force: bool) -> bool {
        if lease.claim(now_ms(), force).await != Ok(true) {
            return false;
        }
        TimeoutFuture::new(SETTLE as u32).await;
        let ours = lease.look(now_ms()).await == Ok(Standing::Ours);
        self.0.held.set(ours);
        if ours {
            let this = self.clone();
            let beat = Interval::new(BEAT as u32, move || {
                let this = this.clone();
                spawn_local(async move {
                    this.keeps_lease().await;
                });
            });
            self.0.beat.replace(Some(beat));
        }
        ours
    }

    /// Says again that the lease is held. One that ran out while this tab slept is claimed anew, where nobody else did.
    async fn keeps_lease(&self) -> bool {
        let Some(lease) = &self.0.lease else { return true };
        if !self.0.held.get() {
            return false;
        }
        if lease.beat(now_ms()).await == Ok(true) {
            return true;
        }
        if lease.claim(now_ms(), false).await == Ok(true) {
            TimeoutFuture::new(SETTLE as u32).await;
            if lease.look(now_ms()).await == Ok(Standing::Ours) {
                return true;
            }
        }
        self.lose();
        false
    }

    fn lose(&self) {
        self.0.release.take();
        self.0.client.take();
        // The interval may be what is running.
        if let Some(beat) = self.0.beat.take() {
            spawn_local(async move { drop(beat) });
        }
        if self.0.held.replace(false) {
            (self.0.lost)();
        }
    }

    /// Gives it up.
    pub fn give_up(&self) {
        self.0.held.set(false);
        self.0.beat.take();
        self.0.client.take();
        if let Some(release) = self.0.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
        if self.0.lease.is_some() {
            let this = self.clone();
            spawn_local(async move {
                if let Some(lease) = &this.0.lease {
                    // Where this fails it runs out by itself.
                    let _ = lease.give_up().await;
                }
            });
        }
    }
}

impl Gate for WriteLock {
    async fn is_open(&self) -> bool {
        if !self.0.held.get() {
            return false;
        }
        if self.0.lease.is_some() {
            return self.keeps_lease().await;
        }
        let before = self.0.client.borrow().clone();
        // A browser that does not tell tabs apart is believed that the lock is held until it says otherwise.
        if let Some(before) = before
            && self.holder().await.as_ref() != Some(&before)
        {
            self.lose();
        }
        self.0.held.get()
    }
}
