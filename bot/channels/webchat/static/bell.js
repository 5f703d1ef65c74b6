/* “Pling i telefonen”: shows what this device can do, and asks the browser only after a press. */
(function () {
  "use strict";

  var bell = document.getElementById("bell");
  var off = document.getElementById("bell-off");

  function show(name) { document.getElementById("bell-" + name).hidden = false; }

  function fail() {
    var words = document.getElementById("bell-failed");
    words.textContent = words.dataset.words;
  }

  /* iPhone and iPad, which may call itself a Mac: notices come to what lies on the home screen. */
  function isApple() {
    return /iPhone|iPad|iPod/.test(navigator.userAgent) ||
      (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  }

  function isAble() {
    return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  }

  function bytes(key) {
    var padded = key.replace(/-/g, "+").replace(/_/g, "/");
    var plain = window.atob(padded + "=".repeat((4 - padded.length % 4) % 4));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  /* The worker stands at an address where no page of ours is, so that it sees none of them. */
  function ready() {
    return navigator.serviceWorker.register(bell.dataset.worker, { scope: "/klocka/" })
      .then(function (registration) {
        var worker = registration.installing || registration.waiting;
        if (registration.active || !worker) { return registration; }
        return new Promise(function (resolve) {
          worker.addEventListener("statechange", function () {
            if (worker.state === "activated") { resolve(registration); }
          });
        });
      });
  }

  /* Always a new address: nobody can tell that it is the browser of an old one. */
  function subscribe(registration) {
    return registration.pushManager.getSubscription().then(function (old) {
      return old && old.unsubscribe();
    }).then(function () {
      return registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(bell.dataset.key)
      });
    });
  }

  function turnOn() {
    /* Asked at once: some browsers do not let a page ask later than in the press itself. */
    return Notification.requestPermission().then(function (answer) {
      if (answer !== "granted") { throw new Error("not allowed"); }
      return ready();
    }).then(subscribe).then(function (subscription) {
      return fetch("/minns/klocka/pa", {
        method: "POST",
        body: new URLSearchParams({ endpoint: subscription.endpoint }),
        credentials: "same-origin"
      });
    }).then(function (response) {
      if (response.status !== 204) { throw new Error("not kept"); }
      location.reload();
    });
  }

  function turnOff() {
    return navigator.serviceWorker.getRegistration("/klocka/").then(function (registration) {
      return registration && registration.pushManager.getSubscription();
    }).then(function (subscription) { return subscription && subscription.unsubscribe(); });
  }

  if (off && isAble()) {
    off.addEventListener("submit", function (event) {
      event.preventDefault();
      turnOff().catch(function () { /* Ours is erased all the same. */ })
        .then(function () { off.submit(); });
    });
  }
  if (!bell) { return; }
  if (!isAble()) {
    show(isApple() ? "apple" : "unable");
  } else if (Notification.permission === "denied") {
    show("denied");
  } else {
    show("on");
    var button = document.getElementById("bell-yes");
    button.addEventListener("click", function () {
      if (button.getAttribute("aria-disabled")) { return; }
      button.setAttribute("aria-disabled", "true");
      turnOn().catch(function () {
        if (Notification.permission === "denied") { show("denied"); } else { fail(); }
      }).then(function () { button.removeAttribute("aria-disabled"); });
    });
  }
})();
