// The page of the day: kept for when there is no network, and in order while time passes.
"use strict";

const STORE = "programme-today";
const page = document.querySelector("[data-today]");

// What is over goes down to the others; what comes next stands first.
const sort = () => {
  const over = page.querySelector("[data-over]");
  page.querySelectorAll("[data-coming] > [data-ends]").forEach((stop) => {
    if (Date.parse(stop.dataset.ends) <= Date.now()) { over.append(stop); over.parentElement.hidden = false; }
  });
};

// Without a network the page says so, and nothing can be sent.
const offline = (is) => {
  page.querySelector("[data-offline]").hidden = !is;
  page.querySelectorAll("form button").forEach((button) => { button.disabled = is; });
};
const ask = () => fetch(page.dataset.worker, { method: "HEAD", cache: "no-store" }).then(() => false, () => true).then(offline);

const keep = async () => {
  const drawnWith = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  const store = await caches.open(STORE);
  const wanted = [location.pathname, ...drawnWith.map((part) => part.href || part.src)];
  await Promise.all(wanted.map((address) => store.add(new Request(address, { cache: "reload" }))));
  page.dataset.kept = "yes";
};

const start = async () => {
  await navigator.serviceWorker.register(page.dataset.worker, { scope: location.pathname });
  await navigator.serviceWorker.ready;
  await keep();
};

if (page) {
  sort();
  setInterval(sort, 60000);
  ask();
  addEventListener("online", ask);
  addEventListener("offline", () => offline(true));
  if ("serviceWorker" in navigator) start().catch(() => { page.dataset.kept = "no"; });
}
