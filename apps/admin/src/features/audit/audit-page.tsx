"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { type AuditChoice, AuditList } from "./audit-list.tsx";
import { JournalCsv } from "./journal-csv.tsx";
import { SUBJECTS, type Subject } from "./subjects.ts";

const NOTHING = { subject: "", person: "", portal: "", from: "", to: "" };
type Chosen = typeof NOTHING;

/** The journal of the community: filtered by kind, person, portal and time, and taken away as a table. */
export function AuditPage() {
  const t = useTranslations("admin");
  const [chosen, setChosen] = useState(NOTHING);
  const choice = choiceOf(chosen);
  return (
    <>
      <PageHeader title={t("nav.audit")} lead={t("audit.lead")} actions={<JournalCsv choice={choice} />} />
      <Filters chosen={chosen} onChoose={setChosen} />
      <AuditList key={JSON.stringify(chosen)} {...choice} />
    </>
  );
}

function choiceOf({ subject, person, portal, from, to }: Chosen): AuditChoice {
  return {
    ...(subject && { nouns: [...SUBJECTS[subject as Subject]] }),
    ...(person && { actorId: person }),
    ...(portal && { portalId: portal }),
    ...(from && { after: new Date(`${from}T00:00`) }),
    ...(to && { before: dayAfter(to) }),
  };
}

/** The end of a day as `<input type="date">` writes it, in the browser's zone. */
function dayAfter(day: string): Date {
  const end = new Date(`${day}T00:00`);
  end.setDate(end.getDate() + 1);
  return end;
}

function Filters({ chosen, onChoose }: { readonly chosen: Chosen; readonly onChoose: (chosen: Chosen) => void }) {
  const t = useTranslations("admin.audit");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const actors = useQuery(api.audit.actors.queryOptions({ communityId }));
  const portals = useQuery(api.portals.list.queryOptions({ communityId }));
  const lists = {
    subject: [
      { value: "", label: t("all") },
      ...(Object.keys(SUBJECTS) as Subject[]).map((value) => ({ value, label: t(`subjects.${value}`) })),
    ],
    person: [{ value: "", label: t("anyone") }, ...(actors.data ?? []).map(({ id, name }) => ({ value: id, label: name }))],
    portal: [{ value: "", label: t("anyPortal") }, ...(portals.data ?? []).map(({ id, name }) => ({ value: id, label: name }))],
  };
  return (
    <search className="flex flex-wrap items-end gap-3">
      {(["subject", "person", "portal"] as const).map((part) => (
        <Field key={part} label={t(`by.${part}`)} className="min-w-0 flex-1 basis-44 max-sm:basis-full sm:max-w-64">
          {(control) => (
            <Select
              {...control}
              value={chosen[part]}
              options={lists[part]}
              onChange={({ target }) => onChoose({ ...chosen, [part]: target.value })}
            />
          )}
        </Field>
      ))}
      {(["from", "to"] as const).map((part) => (
        <Field key={part} label={t(`by.${part}`)} className="min-w-36 flex-1 sm:max-w-40">
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={chosen[part]}
              onChange={({ target }) => onChoose({ ...chosen, [part]: target.value })}
            />
          )}
        </Field>
      ))}
    </search>
  );
}
