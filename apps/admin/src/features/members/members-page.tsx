"use client";
import { type Member, type Role, role as roleSchema, roles } from "@archipel/contracts/members.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { FilterBar } from "../../kit/filter-bar.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { EmailText } from "./email-text.tsx";
import { IdentityRuleDialog } from "./identity-rule-dialog.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LeaversDialog } from "./leavers/leavers-dialog.tsx";
import { MemberPanel } from "./member-panel.tsx";
import { membersQuery } from "./members-query.ts";
import { AdmissionDialog } from "./requests/admission-dialog.tsx";
import { Requests } from "./requests/requests.tsx";
import { SecondFactorDialog } from "./second-factor-dialog.tsx";

/** The members of the community with their roles, and the invitations. */
export function MembersPage() {
  const t = useTranslations("admin.members");
  const tc = useTranslations("common");
  const ta = useTranslations("requests.admission");
  const tf = useTranslations("admin.secondFactorRule");
  const ti = useTranslations("admin.identityRule");
  const tn = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const reason = useRoleReason()("manager");
  const [asked, setDialog] = useState<"admission" | "second-factor" | "identity" | "leavers" | "invite" | null>(null);
  const dialog = reason ? null : asked;
  const close = () => setDialog(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const [role, setRole] = useState<Role | "">("");
  const invited = useInvited(() => setDialog("invite"));
  useAsked("q", setTyped);
  useAsked("member", setOpenId);
  const q = useDeferredValue(typed.trim());
  const members = useInfiniteQuery(membersQuery(api, { communityId: community.id, ...(q && { q }), ...(role && { role }) }));
  const rows = members.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader
        title={tn("nav.members")}
        lead={t("lead")}
        actions={
          <>
            <Button onClick={() => setDialog("admission")} {...(reason && { disabledReason: reason })}>
              {ta("action")}
            </Button>
            <Button onClick={() => setDialog("second-factor")} {...(reason && { disabledReason: reason })}>
              {tf("action")}
            </Button>
            <Button onClick={() => setDialog("identity")} {...(reason && { disabledReason: reason })}>
              {ti("action")}
            </Button>
            <Button onClick={() => setDialog("leavers")} {...(reason && { disabledReason: reason })}>
              {tn("leavers.action")}
            </Button>
            <Button tone="primary" onClick={() => setDialog("invite")} {...(reason && { disabledReason: reason })}>
              <UserPlus aria-hidden className="size-4" />
              {t("invite")}
            </Button>
          </>
        }
      />
      <Requests />
      <Invitations />
      <FilterBar
        search={{ label: t("search"), value: typed, onChange: setTyped }}
        choice={{
          label: t("roleFilter"),
          value: role,
          options: [{ value: "", label: t("anyRole") }, ...roles.map((value) => ({ value, label: tn(`roles.names.${value}`) }))],
          onChange: (value) => setRole(roleSchema.safeParse(value).data ?? ""),
        }}
      />
      <QueryView query={members}>
        {() => (
          <>
            {rows.length === 0 ? (
              <p className="text-ink-muted">
                {t("noMatch")}{" "}
                <Button
                  tone="quiet"
                  onClick={() => {
                    setTyped("");
                    setRole("");
                  }}
                >
                  {t("showAll")}
                </Button>
              </p>
            ) : (
              <MembersTable members={rows} onOpen={setOpenId} />
            )}
            {members.hasNextPage && (
              <Button className="self-center" disabled={members.isFetchingNextPage} onClick={() => members.fetchNextPage()}>
                {tc("actions.showMore")}
              </Button>
            )}
          </>
        )}
      </QueryView>
      {dialog === "invite" && <InviteDialog people={invited} onClose={close} />}
      {dialog === "admission" && <AdmissionDialog onClose={close} />}
      {dialog === "second-factor" && <SecondFactorDialog onClose={close} />}
      {dialog === "identity" && <IdentityRuleDialog onClose={close} />}
      {dialog === "leavers" && <LeaversDialog onClose={close} />}
      <MemberPanel member={rows.find(({ id }) => id === openId) ?? null} onClose={() => setOpenId(null)} />
    </>
  );
}

function MembersTable({ members, onOpen }: { readonly members: readonly Member[]; readonly onOpen: (id: string) => void }) {
  const t = useTranslations("admin.members");
  const tr = useTranslations("admin.roles");
  const locale = useLocale();
  const columns: Column<Member>[] = [
    {
      key: "name",
      header: t("columns.name"),
      isRowHeader: true,
      cell: (member) => (
        <button
          type="button"
          className="min-h-6 text-left text-accent-ink underline-offset-2 hover:underline"
          onClick={() => onOpen(member.id)}
        >
          {member.name}
          <EmailText email={member.email} className="block font-normal text-ink-muted text-small sm:hidden" />
        </button>
      ),
    },
    { key: "email", header: t("columns.email"), isWideOnly: true, cell: (member) => <EmailText email={member.email} /> },
    {
      key: "role",
      header: t("columns.role"),
      cell: (member) => (
        <>
          {tr(`names.${member.role}`)}
          {member.hasTerritory && <span className="block text-ink-muted text-small">{t("territory.short")}</span>}
        </>
      ),
    },
    {
      key: "status",
      header: t("columns.status"),
      cell: (member) => <Badge tone={member.status === "active" ? "success" : "warning"}>{t(`status.${member.status}`)}</Badge>,
    },
    {
      key: "since",
      header: t("columns.since"),
      isWideOnly: true,
      cell: (member) => <span className="whitespace-nowrap">{formatDate(locale, member.createdAt, "medium")}</span>,
    },
  ];
  return <Table caption={t("caption")} isCaptionHidden columns={columns} rows={members} rowKey={({ id }) => id} />;
}

/** Opens the form of invitations when the address asks for it. @returns the addresses that were typed in the palette */
function useInvited(open: () => void): string {
  const [invited, setInvited] = useState("");
  useAsked("invite", (people) => {
    setInvited(people === "1" ? "" : people);
    open();
  });
  return invited;
}
