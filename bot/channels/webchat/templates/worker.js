/* Kept by browsers that are to be told when something new has come. What a notice may carry is
   never looked at: the text stands here, and what is new is read on our own page. */
"use strict";

self.addEventListener("push", function (event) {
  event.waitUntil(self.registration.showNotification({{ notice | tojson }}, {
    tag: "nytt",
    lang: {{ w.language | tojson }},
    icon: {{ addresses["icon-192.png"] | tojson }}
  }));
});

self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/minns/nytt"));
});
