// A draft keeps itself while it is typed. Without this script the form's button does the same.
"use strict";

const QUIET = 3000; // milliseconds without a key, then it is sent
const LONGEST = 15000; // while somebody types on and on

const form = document.querySelector("form[data-autosave]");
if (form) {
  const said = document.querySelector("[data-autosave-said]");
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  let kept = typed();
  let timer = 0;
  let since = 0;
  let busy = false;
  let over = false; // somebody else was faster, or the form has been sent

  const say = (sentence) => { if (said.textContent !== sentence) said.textContent = sentence; };
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const canBegin = () => form.dataset.needs.split(" ").every((name) => form.elements[name]?.value.trim());

  const goOn = (answer) => {
    form.dataset.autosave = answer.autosave;
    form.elements.seen_version.value = answer.version;
    if (form.getAttribute("action") !== answer.page) {
      form.setAttribute("action", answer.page);
      history.replaceState(null, "", answer.page);
    }
    kept = typed();
  };

  const take = async (response, sent) => {
    const type = response.headers.get("content-type") || "";
    if (!type.startsWith("application/json")) { say(said.dataset.failed); return; }
    const answer = await response.json();
    if (over) return;
    if (!response.ok) { over = response.status === 409; say(answer.said); return; }
    const typedOn = typed() !== sent;
    goOn(answer);
    if (typedOn) kept = sent;
    say(said.dataset.saved.replace("{time}", clock()));
    if (typedOn) wait();
  };

  const save = async () => {
    timer = 0;
    const sent = typed();
    if (over || busy || sent === kept || !canBegin()) return;
    busy = true;
    since = 0;
    try {
      await take(await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "manual" }), sent);
    } catch {
      say(said.dataset.failed);
    } finally {
      busy = false;
    }
  };

  const wait = () => {
    if (over) return;
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())));
  };

  form.addEventListener("input", wait);
  form.addEventListener("change", wait);
  form.addEventListener("submit", () => { over = true; clearTimeout(timer); });
  addEventListener("pageshow", (event) => { if (event.persisted) over = false; });
}
