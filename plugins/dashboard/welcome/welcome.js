// The page that a link opens (docs/access.md), and where one signs in: as much as it takes before the
// web app can be asked for. Its address keeps the token behind the #, and loses it once it was read.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const say = (text) => { at("said").textContent = text; };
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  // Where one was before the sign-in ended: a place of this site, or the beginning.
  const wanted = new URLSearchParams(location.search).get("next") || "/";
  const next = new URL(wanted, location.origin);
  let link = null;

  const post = async (path, body) => {
    const answer = await fetch("/api/v1" + path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) return json;
    const error = json.error || {};
    throw new Error([error.parameter, error.message || "griot does not answer"].filter(Boolean).join(": "));
  };

  const show = () => {
    const opens = { first: "Make the first account: it owns all projects.",
                    invitation: "You are invited to " + (link.project || "all projects") + ", as " + link.role + ".",
                    password: "Choose a new password." };
    const chooses = link.kind !== "invitation" || !link.has_account;
    at("title").textContent = "Welcome";
    at("what").textContent = opens[link.kind];
    at("email").value = link.email;
    at("email").readOnly = link.kind !== "first";
    at("name-row").hidden = link.kind === "password" || link.has_account;
    at("password").autocomplete = chooses ? "new-password" : "current-password";
    if (chooses) at("password").minLength = 10;
    at("send").textContent = "Go on";
  };

  const arrived = (me) => {
    at("form").hidden = true;
    at("title").textContent = "You are signed in";
    at("what").textContent = me.user.email + ": " +
      (me.projects.map((p) => (p.name || p.id) + " (" + p.role + ")").join(", ") || "no project yet");
    say("");
    const on = at("on");
    on.href = next.origin === location.origin ? next.pathname + next.search : "/";
    on.hidden = false;
    // A griot that was built without the web app has nothing to go on to.
    fetch("/overview", { method: "HEAD" }).then((page) => { if (page.status === 200) location.replace(on.href); },
                                                () => undefined);
  };

  at("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    at("send").disabled = true;
    say("");
    const email = at("email").value, password = at("password").value, name = at("name").value;
    try {
      arrived(link === null ? await post("/sign-in", { email, password })
        : await post("/links/use", Object.assign({ token, password }, name && { name },
                                                 link.kind === "first" && { email })));
    } catch (error) {
      say(error.message);
    }
    at("send").disabled = false;
  });

  // A link that is opened where this page stands already changes what is behind the # alone.
  addEventListener("hashchange", () => location.reload());

  if (token) {
    post("/links/look", { token }).then((found) => { link = found; show(); }, (error) => say(error.message));
  }
})();
