// Starts the WebAssembly module. It stands in a file of its own because the page's policy runs no inline script.
const note = document.getElementById("boot");
const tag = document.querySelector("script[data-wasm]");

const fail = (text) => {
  note.setAttribute("role", "alert");
  note.textContent = text;
};

if (window.top !== window.self) {
  // A policy in a meta tag cannot forbid framing, and a framed page can be made to steal a click.
  fail("Attune does not open inside another page. / Attune no se abre dentro de otra página.");
} else if (!window.isSecureContext) {
  fail("Attune needs a secure (https) address to encrypt. / Attune necesita una dirección segura (https) para cifrar.");
} else {
  const address = (name) => new URL(tag.dataset[name], document.baseURI).href;
  import(address("js"))
    .then((module) => module.default({ module_or_path: address("wasm") }))
    .catch((error) => {
      console.error(error);
      fail("Attune could not start. Nothing that was kept is lost. Please reload, or try a newer browser. / "
        + "Attune no pudo empezar. No se ha perdido nada de lo guardado. Vuelva a cargar la página o pruebe un navegador más reciente.");
    });
}
