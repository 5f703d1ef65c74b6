/* Makes the page calmer for those who have JavaScript: answers come without a new page, can be
   read aloud, and the way out is quicker. Everything also works without this file. */
(function () {
  "use strict";

  var root = document.documentElement;
  var talk = document.getElementById("talk");
  var writing = document.getElementById("write");
  var field = document.getElementById("text");
  var picture = document.getElementById("picture");
  var trouble = document.getElementById("trouble");
  var waiting = document.getElementById("waiting");
  var bellWay = document.getElementById("bell-way");
  var busy = false;

  if (!talk || !writing || !window.fetch || !window.URLSearchParams) { return; }

  /* Sending. */

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[name=action]");
    var form = button && button.form;
    if (!form || (form.id !== "free" && form.id !== "known")) { return; }
    event.preventDefault();
    send(form, button.value, button);
  });

  writing.addEventListener("submit", function (event) {
    event.preventDefault();
    send(writing, "", writing.querySelector(".send"));
  });

  field.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(writing, "", writing.querySelector(".send"));
    }
  });

  function send(form, action, button) {
    if (busy) { return; }
    /* Only what holds a picture is sent in parts. */
    var file = action ? null : picture.files[0];
    var fields = file ? new FormData() : new URLSearchParams();
    form.querySelectorAll("input[type=hidden]").forEach(function (input) {
      fields.set(input.name, input.value);
    });
    var written = action ? "" : field.value;
    fields.set(action ? "action" : "text", action || written);
    if (file) { fields.set("picture", file); }
    begin(button);
    fetch(form.getAttribute("action"), {
      method: "POST",
      body: fields,
      headers: { "X-Chat": "fragment" },
      credentials: "same-origin"
    }).then(function (response) {
      return response.text().then(function (html) { take(response, html, written, file); });
    }).catch(function () {
      say(document.getElementById("offline").innerHTML);
    }).then(function () { end(button); });
  }

  function begin(button) {
    busy = true;
    stopReading();
    talk.setAttribute("aria-busy", "true");
    button.setAttribute("aria-disabled", "true");
    trouble.textContent = "";
    waiting.timer = window.setTimeout(function () {
      waiting.textContent = waiting.dataset.words;
    }, 700);
  }

  function end(button) {
    busy = false;
    talk.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
    window.clearTimeout(waiting.timer);
    waiting.textContent = "";
  }

  function take(response, html, written, file) {
    var kind = response.headers.get("X-Chat");
    if (kind === "reload") { reload(); return; }
    if (kind !== "fragment") { throw new Error("not a fragment"); }
    if (!response.ok) { say(html); return; }
    /* What was typed while we waited is kept. */
    var typing = field.value !== written;
    if (written && !typing) { field.value = ""; }
    if (file && picture.files[0] === file) { picture.value = ""; }
    show(html, typing && field.value !== "");
  }

  function show(html, typing) {
    var parsed = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    parsed.dataset.gone.split(" ").forEach(function (number) {
      var old = number && talk.querySelector('[data-number="' + number + '"]');
      if (old) { old.remove(); }
    });
    document.querySelectorAll("input[name=nonce]").forEach(function (input) {
      input.value = parsed.dataset.nonce;
    });
    writing.setAttribute("action", parsed.dataset.write);
    if (bellWay) { bellWay.hidden = parsed.dataset.write === "/tala"; }
    fold();
    var fresh = parsed.querySelector(".exchange");
    talk.appendChild(fresh);
    offerReading(fresh);
    offerSharing(fresh);
    if (typing) { return; }
    fresh.scrollIntoView({ block: "start" });
    var heading = fresh.querySelector("h2.who[tabindex]");
    if (heading) { heading.focus({ preventScroll: true }); }
  }

  function fold() {
    var old = talk.querySelector(".newest");
    if (!old) { return; }
    old.classList.remove("newest");
    old.id = "e" + old.dataset.number;
    old.querySelectorAll("details.choices").forEach(function (choices) { choices.open = false; });
  }

  function say(html) {
    var parsed = new DOMParser().parseFromString(html, "text/html").body;
    var notice = parsed.querySelector(".notice");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "notice";
      Array.from(parsed.childNodes).forEach(function (node) { notice.appendChild(node); });
    }
    trouble.textContent = "";
    trouble.appendChild(notice);
    trouble.scrollIntoView({ block: "center" });
  }

  function reload() {
    history.replaceState(null, "", "/#nu");
    location.reload();
  }

  /* Mail that has been on a screen has been read; until then it waits. */

  function seen() {
    if (document.visibilityState !== "visible" || !talk.hasAttribute("data-unseen")) { return; }
    talk.removeAttribute("data-unseen");
    var nonce = writing.querySelector("input[name=nonce]").value;
    fetch("/sett", {
      method: "POST",
      body: new URLSearchParams({ nonce: nonce }),
      headers: { "X-Chat": "fragment" },
      credentials: "same-origin"
    }).catch(function () { /* Then it is shown once more another time. */ });
  }

  document.addEventListener("visibilitychange", seen);
  seen();

  /* Text size: shown at once, remembered by the talk. */

  var size = document.getElementById("size");
  size.addEventListener("submit", function (event) {
    event.preventDefault();
    var large = root.classList.toggle("large");
    size.querySelector("button").setAttribute("aria-pressed", String(large));
    var fields = new URLSearchParams(new FormData(size));
    fetch(size.getAttribute("action"), { method: "POST", body: fields, headers: { "X-Chat": "fragment" } })
      .catch(function () { /* It was only for the next page. */ });
  });

  /* The way out: a click, or Escape twice. */

  var leave = document.getElementById("leave");
  var escaped = 0;

  function goAway() {
    if (navigator.sendBeacon) { navigator.sendBeacon("/rensa"); }
    document.body.hidden = true;
    location.replace(leave.dataset.to);
  }

  leave.addEventListener("click", function (event) {
    event.preventDefault();
    goAway();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    if (event.timeStamp - escaped < 1500 && escaped) { goAway(); }
    escaped = event.timeStamp;
  });

  /* Reading aloud, with a voice that lives in this device: others would send the text away. */

  var speech = window.speechSynthesis;
  var reader = null;

  function voiceFor(language) {
    return speech.getVoices().find(function (voice) {
      return voice.localService && voice.lang.toLowerCase().indexOf(language) === 0;
    });
  }

  function offerReading(part) {
    if (!speech || !window.SpeechSynthesisUtterance) { return; }
    part.querySelectorAll(".answer").forEach(function (answer) {
      var words = answer.querySelector(".words");
      answer.querySelector(".aloud").hidden = !voiceFor(words.lang);
    });
  }

  function stopReading() {
    if (!reader) { return; }
    reader.textContent = reader.dataset.start;
    reader = null;
    speech.cancel();
  }

  function read(button) {
    var words = button.closest(".answer").querySelector(".words");
    var pieces = Array.from(words.querySelectorAll("p, li, h3"));
    button.dataset.start = button.textContent;
    button.textContent = button.dataset.stop;
    reader = button;
    pieces.forEach(function (piece, place) {
      var spoken = new SpeechSynthesisUtterance(piece.innerText);
      spoken.lang = words.lang;
      spoken.voice = voiceFor(words.lang);
      spoken.rate = 0.9;
      if (place === pieces.length - 1) {
        spoken.onend = function () { if (reader === button) { stopReading(); } };
      }
      speech.speak(spoken);
    });
  }

  talk.addEventListener("click", function (event) {
    var button = event.target.closest(".aloud");
    if (!button) { return; }
    var reading = reader === button;
    stopReading();
    if (!reading) { read(button); }
  });

  /* Sharing by whatever this device has for it; the words are those of the text message. */

  function offerSharing(part) {
    if (!navigator.share) { return; }
    part.querySelectorAll(".otherwise").forEach(function (button) { button.hidden = false; });
  }

  talk.addEventListener("click", function (event) {
    var button = event.target.closest(".otherwise");
    if (!button) { return; }
    var link = button.closest(".row").querySelector("a.choice").getAttribute("href");
    var words = decodeURIComponent(link.slice(link.indexOf("body=") + 5));
    navigator.share({ text: words }).catch(function () { /* They changed their mind. */ });
  });

  offerReading(talk);
  offerSharing(talk);
  if (speech && speech.addEventListener) {
    speech.addEventListener("voiceschanged", function () { offerReading(talk); });
  }
  window.addEventListener("pagehide", stopReading);
})();
