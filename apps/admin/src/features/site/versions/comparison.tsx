"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";
import type { PageDraft } from "../draft/page-draft.ts";
import { useBlockWords } from "../words.ts";
import { type BlockChange, compareBlocks, comparedTexts, type FieldChange } from "./compare-blocks.ts";
import { wordDifferences } from "./word-differences.ts";

const TONES: Readonly<Record<BlockChange["what"] | "moved", BadgeTone>> = {
  added: "success",
  removed: "danger",
  changed: "info",
  moved: "accent",
  same: "neutral",
};

/** What became of each block from one content of a page to another, with the words that changed. */
export function Comparison({ before, after }: { readonly before: PageDraft; readonly after: PageDraft }) {
  const t = useTranslations("site-editor.versions");
  const tp = useTranslations("site-editor.page");
  const words = useBlockWords();
  const own = (["title", "description"] as const).flatMap((name) =>
    comparedTexts([name], "line", before[name], after[name]).map((change) => ({ change, name })),
  );
  const blocks = compareBlocks(before.blocks, after.blocks);
  const changed = blocks.filter(({ what, isMoved, seen }) => what !== "same" || isMoved || seen !== "same");
  const isSearchChanged = before.isInSearch !== after.isInSearch;
  if (own.length === 0 && changed.length === 0 && !isSearchChanged) return <p>{t("equal")}</p>;
  return (
    <ul className="flex flex-col gap-3">
      {(own.length > 0 || isSearchChanged) && (
        <li className="rounded-card border border-line p-3">
          <h3 className="mb-2 font-medium">{tp("title")}</h3>
          {own.map(({ change, name }) => (
            <TextChange key={`${name} ${change.language}`} label={tp(name === "title" ? "pageTitle" : "description")} change={change} />
          ))}
          {isSearchChanged && <p>{t(after.isInSearch ? "nowInSearch" : "noLongerInSearch")}</p>}
        </li>
      )}
      {changed.map(({ id, what, isMoved, seen, block, fields }) => (
        <li key={id} className="rounded-card border border-line p-3">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            <span className="min-w-0 break-words">{words.blockName(block)}</span>
            {what !== "same" && <Badge tone={TONES[what]}>{t(`what.${what}`)}</Badge>}
            {isMoved && <Badge tone={TONES.moved}>{t("what.moved")}</Badge>}
            {seen !== "same" && <Badge>{t(`what.${seen}`)}</Badge>}
          </h3>
          {fields.map((change) => (
            <Change key={`${change.path.join(".")} ${change.language}`} type={block.type} change={change} />
          ))}
        </li>
      ))}
      {blocks.length > changed.length && (
        <li className="text-ink-muted text-small">{t("others", { count: blocks.length - changed.length })}</li>
      )}
    </ul>
  );
}

function Change({ type, change }: { readonly type: string; readonly change: FieldChange }) {
  const t = useTranslations("site-editor.versions");
  const words = useBlockWords();
  const label = words.placeName(type, change.path);
  if (change.language !== null) return <TextChange label={label} change={change} />;
  if (change.kind === "list") {
    return (
      <p className="mt-2 text-small">
        {label} : <strong>{t(change.before === undefined ? "what.added" : "what.removed")}</strong>
      </p>
    );
  }
  if (change.kind === "picture") {
    const [before, after] = [change.before, change.after] as ({ readonly file: string; readonly alt: Texts } | undefined)[];
    const isOther = before?.file !== after?.file;
    return (
      <>
        {isOther && (
          <p className="mt-2 text-small">{`${label} : ${t(!before ? "what.added" : !after ? "what.removed" : "otherPicture")}`}</p>
        )}
        {!isOther &&
          comparedTexts(change.path, "line", before?.alt, after?.alt).map((alt) => (
            <TextChange key={alt.language} label={label} change={alt} />
          ))}
      </>
    );
  }
  const said = (value: unknown) =>
    change.kind === "choice" ? words.choiceName(type, String(change.path.at(-1)), String(value)) : scalar(value, t("otherValue"));
  return (
    <p className="mt-2 text-small">
      {label} : <del className="text-danger">{said(change.before)}</del> → <ins className="text-success">{said(change.after)}</ins>
    </p>
  );
}

const scalar = (value: unknown, other: string) =>
  value === undefined ? "—" : typeof value === "object" ? other : typeof value === "boolean" ? (value ? "✓" : "✗") : String(value);

/** A text with its words that were removed and added. Both are marked by a line, not by their colour alone. */
function TextChange({ label, change }: { readonly label: string; readonly change: FieldChange }) {
  const runs = wordDifferences(String(change.before), String(change.after));
  return (
    <div className="mt-2">
      <p className="text-ink-muted text-small">
        {label} {change.language && `(${CONTENT_LANGUAGES[change.language]})`}
      </p>
      <p
        lang={change.language ?? undefined}
        className="max-h-64 overflow-y-auto whitespace-pre-wrap break-words rounded-control bg-sunken px-3 py-2"
      >
        {runs.map(({ kind, text }, index) => {
          const key = `${index} ${kind}`;
          if (kind === "same") return <span key={key}>{text}</span>;
          if (kind === "added") {
            return (
              <ins key={key} className="bg-success-soft text-success">
                {text}
              </ins>
            );
          }
          return (
            <del key={key} className="bg-danger-soft text-danger">
              {text}
            </del>
          );
        })}
      </p>
    </div>
  );
}
