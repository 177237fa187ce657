import { translator } from "@archipel/i18n/translator.ts";
import type Provider from "oidc-provider";
import type { Core } from "../../../kernel/core.ts";
import { backLabel } from "../../../pages/hub/face.ts";
import { confirmDeviceForm, deviceForm, messagePage, signOutForm } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import { createProvider, type HubPages } from "../provider.ts";
import { answerContext, answerError, faceOfContext } from "./problems.ts";
import { stepPath } from "./step.ts";

const providers = new WeakMap<Core, Promise<Provider>>();

/** The OIDC server of a core: its protocol and the hub's pages share one. */
export function providerOf(core: Core): Promise<Provider> {
  const made = providers.get(core) ?? createProvider(core, hubPages(core));
  providers.set(core, made);
  return made;
}

/** The pages that oidc-provider asks for. */
function hubPages(core: Core): HubPages {
  return {
    interactionPath: stepPath,
    error: (ctx, code) => answerError(core, ctx, code),
    async confirmSignOut(ctx, xsrf) {
      const face = await faceOfContext(core, ctx);
      const title = translator(face.locale, "hub")("signOut.title");
      const body = signOutForm(face, { action: "/oidc/session/end/confirm", xsrf });
      const { redirectUris = [], postLogoutRedirectUris = [] } = ctx.oidc.client ?? {};
      const targets = [...redirectUris, ...postLogoutRedirectUris].map((uri) => new URL(uri).origin);
      answerContext(ctx, renderPage({ face, title, path: null, body }), targets);
    },
    async askDeviceCode(ctx, xsrf, isWrong) {
      const face = await faceOfContext(core, ctx);
      const title = translator(face.locale, "hub")("device.title");
      answerContext(ctx, renderPage({ face, title, path: "/oidc/device", body: deviceForm(face, { xsrf, isWrong }) }));
    },
    async confirmDevice(ctx, xsrf, userCode) {
      const face = await faceOfContext(core, ctx);
      const title = translator(face.locale, "hub")("device.confirmTitle");
      answerContext(ctx, renderPage({ face, title, path: null, body: confirmDeviceForm(face, { xsrf, userCode }) }));
    },
    async deviceDone(ctx) {
      const face = await faceOfContext(core, ctx);
      const t = translator(face.locale, "hub");
      const title = t("device.doneTitle");
      const actions = [{ label: backLabel(face), href: `${face.site.origin}/` }];
      answerContext(ctx, renderPage({ face, title, path: null, body: messagePage({ title, text: [t("device.doneText")], actions }) }));
    },
    async signedOut(ctx) {
      const face = await faceOfContext(core, ctx);
      const t = translator(face.locale, "hub");
      const title = t("signOut.doneTitle");
      const actions = [{ label: backLabel(face), href: `${face.site.origin}/` }];
      answerContext(ctx, renderPage({ face, title, path: null, body: messagePage({ title, text: [t("signOut.doneText")], actions }) }));
    },
  };
}
