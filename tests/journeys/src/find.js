// Finds what a person would point at by its name; the arguments are what is wanted, the name, and the text of the part
// of the page to look in (or null). Answers { element, control }, { several: their names } or {}.
const [kind, wanted, scope] = arguments;

const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const same = (text) => tidy(text).toLocaleLowerCase();

const visible = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
};

const without = (label) => {
  const copy = label.cloneNode(true);
  for (const control of copy.querySelectorAll("input, select, textarea, button")) control.remove();
  return copy.textContent;
};

const nameOf = (element) => {
  const ids = element.getAttribute("aria-labelledby");
  if (ids) return tidy(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  const label = element.getAttribute("aria-label");
  if (label) return tidy(label);
  if (element.labels?.length) return tidy([...element.labels].map(without).join(" "));
  if (element.matches("input[type=submit], input[type=button], input[type=reset]")) return tidy(element.value);
  if (element.matches("input, textarea, select")) return tidy(element.title);
  const text = tidy(element.innerText ?? element.textContent);
  return text || tidy(element.querySelector("img[alt]")?.alt ?? element.querySelector("title")?.textContent ?? element.title);
};

const SELECTORS = {
  press: "button, a[href], summary, input[type=submit], input[type=button], input[type=reset], input[type=checkbox],"
    + " input[type=radio], [role=button], [role=link], [role=tab], [role=radio], [role=checkbox], [role=switch],"
    + " [role=option], [role=menuitem], [tabindex='0'][aria-label]",
  field: "input:not([type=hidden], [type=submit], [type=button]), textarea, select, [contenteditable=true], [role=slider]",
};

// A modal dialog covers the rest.
let place = [...document.querySelectorAll("dialog:modal")].pop() ?? document.body;
if (scope !== null) {
  const parts = "li, tr, article, section, fieldset, dialog, form, nav, details, [role=group], [role=row], [role=listitem]";
  const holding = [...place.querySelectorAll(parts)].filter((part) => visible(part) && same(part.innerText).includes(same(scope)));
  // The smallest: the one that holds no other.
  place = holding.find((part) => !holding.some((other) => other !== part && part.contains(other)));
  if (!place) return {};
}

// A radio or a checkbox is often drawn by its label; then the label is what a person touches.
const target = (element) => {
  if (visible(element) && getComputedStyle(element).opacity !== "0") return element;
  const label = [...(element.labels ?? [])].find(visible);
  return label ?? null;
};

const usable = [...place.querySelectorAll(SELECTORS[kind])]
  .filter((element) => kind === "field" || !element.disabled)
  .map((element) => [nameOf(element), target(element), element])
  .filter(([, at]) => at);

const name = same(wanted);
const tiers = [(text) => text === name, (text) => text.startsWith(name), (text) => text.includes(name)];
for (const fits of tiers) {
  const found = usable.filter(([text]) => fits(same(text)));
  if (found.length === 1) return { element: found[0][1], control: found[0][2], name: found[0][0] };
  if (found.length > 1) return { several: found.map(([text]) => text) };
}
return {};
