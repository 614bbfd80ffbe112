// A worker for one slow computation: it starts the same module as the page, whose address and compiled form the page sends.
// The module then says that it is ready, takes the work and answers (src/platform/worker.rs).
addEventListener("message", async ({ data: [glue, module] }) => {
  const { default: start } = await import(glue);
  await start({ module_or_path: module });
}, { once: true });
