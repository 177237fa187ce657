// Runs on the hub's pages that have a form for a passkey, after the functions of @simplewebauthn/browser. Pages work without it: such a form stays
// hidden until the browser is known to have passkeys.
(() => {
  const { startAuthentication, startRegistration, browserSupportsWebAuthn, browserSupportsWebAuthnAutofill } = SimpleWebAuthnBrowser;
  const form = document.querySelector("form[data-passkey]");
  if (!form || !browserSupportsWebAuthn()) return;
  const { passkey: kind, options: address, cancelled, failed, known } = form.dataset;
  const signed = form.querySelector("[name=signed]");
  const problem = form.querySelector("[role=alert]");
  const button = form.querySelector("button");
  /** A question is signed within five minutes: the one behind the address field is asked again before. */
  const AGAIN_MS = 4 * 60_000;
  const MOST_QUESTIONS = 15;

  form.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();

  /** What must be signed; null when the hub offers nothing. */
  async function ask() {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error(`the hub answered ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  }

  async function run(useBrowserAutofill) {
    const optionsJSON = await ask();
    if (optionsJSON === null) throw new Error("nothing to sign");
    const answer =
      kind === "register" ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON, useBrowserAutofill });
    signed.value = JSON.stringify(answer);
    // Without another submit event.
    form.submit();
  }

  function sentenceOf(error) {
    if (error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED" || error.name === "InvalidStateError") return known ?? failed;
    return error.name === "NotAllowedError" || error.name === "AbortError" ? cancelled : failed;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    try {
      await run(false);
    } catch (error) {
      problem.textContent = sentenceOf(error);
      problem.hidden = false;
    }
    button.disabled = false;
  });

  // Pages that the browser kept show the button again.
  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });

  /** Offers passkeys where the person types the address. Asking again ends the question before. */
  async function offer(questions) {
    if (questions === 0 || button.disabled) return;
    const timer = setTimeout(() => offer(questions - 1), AGAIN_MS);
    // The button asks a question of its own, which ends this one.
    form.addEventListener("submit", () => clearTimeout(timer), { once: true });
    try {
      await run(true);
    } catch {
      // The person typed a password instead, or another question replaced this one.
    }
  }
  if (kind === "sign-in") browserSupportsWebAuthnAutofill().then((isKnown) => (isKnown ? offer(MOST_QUESTIONS) : undefined));
})();
