// Answers for the page of the day while there is no network. Its scope is that page; it keeps nothing by itself:
// the page puts itself and what it is drawn with into the store (programme-today.js).
"use strict";

const STORE = "programme-today";
const TOO_OLD = 48 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isPage = (request) => request.mode === "navigate" || request.destination === "document";

// Whoever may not see the page any more loses the copy as well.
const forget = async (request) => (await caches.open(STORE)).delete(request, { ignoreSearch: true, ignoreVary: true });

const kept = async (request) => {
  const found = await (await caches.open(STORE)).match(request, { ignoreSearch: isPage(request), ignoreVary: true });
  if (!found) return Response.error();
  const age = Date.now() - Date.parse(found.headers.get("Date") || 0);
  if (!isPage(request) || age < TOO_OLD) return found;
  await forget(request);
  return Response.error();
};

const answer = async (request) => {
  let response;
  try {
    response = await fetch(request);
  } catch {
    return kept(request);
  }
  if (isPage(request) && !response.ok) await forget(request); // not found, forbidden, or on the way to the sign-in page
  return response;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request));
});
