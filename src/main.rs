//! Mounts the app in a page, and does the work that a page hands to it in a worker; nothing else.

fn main() {
    #[cfg(target_arch = "wasm32")]
    if attune::platform::is_worker() {
        attune::session::serve();
    } else {
        attune::pages::mount();
    }
}
