//! Files that a person gives to the page or takes from it, and what they type into fields that a list handles together.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, Element, Event, File, FileList, HtmlElement, Url, window};

/// A file that a person chose or dropped. Nothing of it has been read yet.
#[derive(Clone, Debug)]
pub struct GivenFile(File);

impl GivenFile {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes it has, told by the browser without reading it.
    #[must_use]
    pub fn bytes(&self) -> f64 {
        self.0.size()
    }

    /// Reads it; nothing where the browser could not, for instance because it was removed meanwhile.
    pub async fn read(&self) -> Option<Vec<u8>> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

fn first(files: Option<FileList>) -> Option<GivenFile> {
    files.and_then(|files| files.get(0)).map(GivenFile)
}

/// The file that was chosen in a file field. The field is emptied, so that the same file can be chosen again.
#[must_use]
pub fn chosen_file(event: &Event) -> Option<GivenFile> {
    let field = event.target()?;
    let files = Reflect::get(&field, &"files".into()).ok()?.dyn_into().ok();
    let file = first(files);
    // A browser that refuses this only asks for another file next time.
    let _ = Reflect::set(&field, &"value".into(), &"".into());
    file
}

/// The file that was dropped on the page.
#[must_use]
pub fn dropped_file(event: &DragEvent) -> Option<GivenFile> {
    first(event.data_transfer()?.files())
}

/// Gives the person a file to keep. Returns whether the browser took it.
pub fn offer_file(name: &str, kind: &str, text: &str) -> bool {
    offer(name, kind, text.into())
}

/// As [`offer_file`], for bytes.
pub fn offer_bytes(name: &str, kind: &str, bytes: &[u8]) -> bool {
    offer(name, kind, Uint8Array::from(bytes).into())
}

fn offer(name: &str, kind: &str, part: JsValue) -> bool {
    let offer = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let blob = Blob::new_with_blob_sequence_and_options(&Array::of1(&part), &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let link: HtmlElement = document.create_element("a")?.dyn_into()?;
        link.set_attribute("href", &address)?;
        link.set_attribute("download", name)?;
        link.click();
        // The download has its own hold on the bytes by now in every browser but after a task in some.
        gloo_timers::callback::Timeout::new(10_000, move || {
            let _ = Url::revoke_object_url(&address);
        })
        .forget();
        Ok(())
    };
    offer().is_ok()
}

/// What happened in one field or button of a list that has one handler for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What it does: its attribute `data-do`.
    pub what: String,
    /// To which item of the list: its attribute `data-of`.
    pub of: String,
    /// What it holds now.
    pub value: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// The field or button of the list that an event comes from: the nearest element with an attribute `data-do`.
#[must_use]
pub fn touched(event: &Event) -> Option<Touched> {
    let at: Element = event.target()?.dyn_into().ok()?;
    let at = at.closest("[data-do]").ok()??;
    let property = |name: &str| Reflect::get(&at, &name.into()).unwrap_or_default();
    Some(Touched {
        what: at.get_attribute("data-do")?,
        of: at.get_attribute("data-of").unwrap_or_default(),
        value: property("value").as_string().unwrap_or_default(),
        ticked: property("checked").is_truthy(),
    })
}
