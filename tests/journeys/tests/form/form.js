const at = (id) => document.getElementById(id);
const say = (text) => (at("said").textContent = text);
for (const button of document.querySelectorAll("li button")) {
  button.onclick = () => {
    const often = document.querySelector("input[name=often]:checked")?.value;
    say([at("name").value, at("day").value, at("colour").value, at("amount").value, often, button.value].join(" "));
    localStorage.setItem("name", at("name").value);
  };
}
at("keys").onkeydown = (event) => {
  if (event.key === "Enter") say(`keys ${at("keys").value}`);
};
at("save").onclick = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["saved text"], { type: "text/plain" }));
  link.download = "saved.txt";
  link.click();
};
at("file").onchange = async () => say(`file ${await at("file").files[0].text()}`);
const size = () => (at("size").textContent = `width ${innerWidth}`);
onresize = size;
size();
say("ready");
