import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { errorText } from "@archipel/i18n/translator.ts";
import type Provider from "oidc-provider";
import { type DomainError, httpStatus, retryAfterOf } from "../../kernel/domain-error.ts";
import { refusalOf } from "../../kernel/refusal.ts";
import { UNAVAILABLE_POLICY, unavailablePage } from "../../pages/unavailable-page.ts";

/** The refusals of requests whose error oidc-provider has answered by itself: as `server_error`, or as a redirect that ends the sign-in. */
const refusals = new WeakMap<object, DomainError>();

/** Answers 503 while the database cannot serve: a person sees a page, a program `temporarily_unavailable` (RFC 6749, 4.1.2.1). Register it first. */
export function answerOutages(provider: Provider): void {
  provider.on("server_error", (ctx, error) => {
    const refusal = refusalOf(error);
    if (refusal?.kind === "unavailable") refusals.set(ctx.req, refusal);
  });
  provider.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.kind !== "unavailable") throw error;
      refusals.set(ctx.req, refusal);
    }
    const refusal = refusals.get(ctx.req);
    if (!refusal) return;
    const locale = negotiateLocale(ctx.get("accept-language"));
    ctx.remove("location");
    ctx.status = httpStatus[refusal.kind];
    ctx.set({ "cache-control": "no-store", "retry-after": String(retryAfterOf(refusal)), "x-content-type-options": "nosniff" });
    if (ctx.accepts("json", "html") === "html") {
      ctx.set({ "content-security-policy": UNAVAILABLE_POLICY, refresh: String(retryAfterOf(refusal)) });
      ctx.type = "text/html; charset=utf-8";
      ctx.body = unavailablePage(locale, refusal);
    } else {
      ctx.body = { error: "temporarily_unavailable", error_description: errorText(locale, refusal.code, refusal.params) };
    }
  });
}
