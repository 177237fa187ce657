import type { Standing } from "@archipel/contracts/requests.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { loadStanding } from "./loaders.ts";
import { OpenRequest } from "./own-requests.tsx";
import { RequestForm } from "./request-form.tsx";

interface JoinPageProps {
  readonly portalId: string;
  /** A community whose data the portal shows; by default that of the portal. */
  readonly communityId: string | undefined;
  readonly wanted: "member" | "contributor";
}

/** A person asks to join a community, or to contribute to it. */
export async function JoinPage({ portalId, communityId, wanted }: JoinPageProps) {
  const [locale, t, session, standing] = await Promise.all([
    getLocale(),
    getTranslations("requests"),
    currentSession(),
    loadStanding(portalId, communityId),
  ]);
  if (!standing) notFound();
  return (
    <PageFrame isNarrow>
      <PageTitle intro={t("lead")}>{t("titleOf", { community: standing.communityName })}</PageTitle>
      {session ? (
        <NextIntlClientProvider messages={messagesOf(locale, ["requests", "common", "errors"])}>
          <ApiProvider>
            <Step portalId={portalId} standing={standing} wanted={wanted} />
          </ApiProvider>
        </NextIntlClientProvider>
      ) : standing.isOpen ? (
        <div className="grid max-w-prose gap-4">
          <p>{t("signInText")}</p>
          <LinkButton
            tone="primary"
            rel="nofollow"
            className="justify-self-start"
            href={signInPath(links.join(locale, { community: communityId, role: wanted }), locale)}
          >
            {t("signIn")}
          </LinkButton>
        </div>
      ) : (
        <p className="max-w-prose">{t("closed")}</p>
      )}
    </PageFrame>
  );
}

/** What the person can do next, as they stand. */
async function Step({ portalId, standing, wanted }: Pick<JoinPageProps, "portalId" | "wanted"> & { readonly standing: Standing }) {
  const [locale, t, tRoles] = await Promise.all([getLocale(), getTranslations("requests"), getTranslations("common.roles")]);
  const { role, request, communityName: community } = standing;
  if (role !== null && role !== "member") {
    return (
      <div className="grid max-w-prose gap-4">
        <Alert tone="success" title={t("isContributor", { community })} />
        <LinkButton className="justify-self-start" href={links.map(locale)}>
          {t("toMap")}
        </LinkButton>
      </div>
    );
  }
  if (request?.status === "open") return <OpenRequest request={request} />;
  return (
    <div className="grid max-w-xl gap-6">
      {role === "member" && <p>{t("isMember", { role: tRoles(role).toLocaleLowerCase(locale), community })}</p>}
      {request?.status === "declined" && (
        <Alert tone="info" title={t("stateText.declined")}>
          {request.answer && <p className="whitespace-pre-line break-words">{t("answer", { answer: request.answer })}</p>}
        </Alert>
      )}
      {standing.isOpen ? (
        <RequestForm
          portalId={portalId}
          community={{ id: standing.communityId, name: community }}
          wanted={role === "member" ? "contributor" : wanted}
          isMember={role === "member"}
        />
      ) : (
        <p>{t("closed")}</p>
      )}
    </div>
  );
}
