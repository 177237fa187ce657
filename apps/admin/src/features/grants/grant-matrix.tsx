"use client";
import { type Grant, grantPermission, subjectKind } from "@archipel/contracts/grants.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FilterBar } from "../../kit/filter-bar.tsx";
import { endsSoon } from "./ends-soon.ts";
import { type GrantAct, GrantLine } from "./grant-line.tsx";
import { useGrantWords, useSubjectWords } from "./use-grant-words.ts";

/** Fewer are read at a glance. */
const FILTERED_FROM = 5;

interface GrantMatrixProps {
  readonly grants: readonly Grant[];
  readonly onAct: (act: GrantAct, grant: Grant) => void;
}

/** Every grant of a dataset as a sentence, by subject; filtered by words, by permission, by kind of subject, or to those that end soon. */
export function GrantMatrix({ grants, onAct }: GrantMatrixProps) {
  const t = useTranslations("grants.rights");
  const tk = useTranslations("grants.form.kinds");
  const words = useGrantWords();
  const who = useSubjectWords();
  const [typed, setTyped] = useState("");
  const [choice, setChoice] = useState("");
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = grants.filter(
    (grant) =>
      (choice === "" || grant.subject.kind === choice || choice === `to ${grant.permission}` || (choice === "ending" && endsSoon(grant))) &&
      `${words(grant)} ${grant.subject.email ?? ""} ${grant.purpose}`.toLocaleLowerCase().includes(wanted),
  );
  const subjects = Map.groupBy(shown, ({ subject }) => `${who(subject)} ${subject.email ?? ""}`);
  const kinds = subjectKind.options.filter((kind) => grants.some(({ subject }) => subject.kind === kind));
  const permissions = grantPermission.options.filter((one) => grants.some(({ permission }) => permission === one));
  return (
    <>
      {grants.length >= FILTERED_FROM && (
        <FilterBar
          search={{ label: t("filter.search"), value: typed, onChange: setTyped }}
          choice={{
            label: t("filter.choice"),
            value: choice,
            options: [
              { value: "", label: t("filter.all") },
              { value: "ending", label: t("filter.ending") },
              ...permissions.map((one) => ({ value: `to ${one}`, label: t(`filter.permissions.${one}`) })),
              ...kinds.map((value) => ({ value, label: tk(value) })),
            ],
            onChange: setChoice,
          }}
        />
      )}
      {shown.length === 0 && <p className="text-ink-muted">{t("noMatch")}</p>}
      {[...subjects].map(([key, given]) => (
        <Subject key={key} grants={given} onAct={onAct} />
      ))}
    </>
  );
}

function Subject({ grants, onAct }: GrantMatrixProps) {
  const t = useTranslations("grants.rights");
  const who = useSubjectWords();
  const [first] = grants;
  if (!first) return null;
  const { subject } = first;
  return (
    <section className="rounded-card border border-line bg-surface">
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-5 py-3 text-base">
        <span className="break-words">{who(subject)}</span>
        {subject.email && <span className="break-all font-normal text-ink-muted text-small">{subject.email}</span>}
        {grants.length > 1 && <Badge>{t("count", { count: grants.length })}</Badge>}
      </h3>
      <ul className="divide-y divide-line">
        {grants.map((grant) => (
          <GrantLine key={grant.id} grant={grant} onAct={(act) => onAct(act, grant)} />
        ))}
      </ul>
    </section>
  );
}
