// A link to follow is no request that the policy of this page forbids: it leaves, and must be seen to leave.
const frame = window.open("http://elsewhere.invalid/left");
setTimeout(() => frame?.close(), 300);
// The same with no window, where pop-ups are refused.
navigator.sendBeacon?.("http://elsewhere.invalid/beacon");
console.error("a fault");
