"use client";
import { useTranslations } from "next-intl";
import { type Draft, keyFrom, withPart } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { TextField, WordsInput } from "./inputs.tsx";

/** Title, description, identifier and standard of the model. */
export function AboutSection() {
  const t = useTranslations("models.editor.about");
  const { draft, change, isStored } = useEditor();
  const { rest } = draft;
  const set = (about: string, to: (rest: Draft["rest"]) => Draft["rest"]) => change((now) => ({ ...now, rest: to(now.rest) }), about);
  const standard = rest.standard ?? { name: "" };
  const setStandard = (key: "name" | "version" | "url", value: string) =>
    set(`standard.${key}`, (now) => {
      const next = { ...withPart(now.standard ?? { name: "" }, key, value), ...(key === "name" && { name: value }) };
      const isEmpty = !next.name && !next.version && !next.url && !next.date;
      return withPart(now, "standard", isEmpty ? undefined : { ...next, name: next.name ?? "" });
    });
  return (
    <div className="flex flex-col gap-6">
      <WordsInput
        label={t("title")}
        where="title"
        hint={t("titleHint")}
        value={rest.title}
        onChange={(title) =>
          set("title", (now) => {
            // The identifier follows the title until the person edits it.
            const isFollowing = !isStored && now.id === keyFrom(now.title.fr || now.title.en);
            return { ...now, title, ...(isFollowing && { id: keyFrom(title.fr || title.en) }) };
          })
        }
      />
      <WordsInput
        label={t("description")}
        where="description"
        isLong
        value={rest.description}
        onChange={(description) => set("description", (now) => withPart(now, "description", description))}
      />
      <TextField
        label={t("id")}
        where="id"
        hint={isStored ? t("idStored") : t("idHint")}
        value={rest.id}
        disabled={isStored}
        className="sm:max-w-96"
        onChange={(id) => set("id", (now) => ({ ...now, id: id.trim() }))}
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1 font-medium font-text">{t("standard")}</legend>
        <p className="max-w-prose text-ink-muted text-small">{t("standardHint")}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField label={t("standardName")} where="standard.name" value={standard.name} onChange={(name) => setStandard("name", name)} />
          <TextField
            label={t("standardVersion")}
            where="standard.version"
            value={standard.version}
            onChange={(version) => setStandard("version", version)}
          />
          <TextField
            label={t("standardUrl")}
            where="standard.url"
            value={standard.url}
            placeholder="https://"
            onChange={(url) => setStandard("url", url)}
          />
        </div>
      </fieldset>
    </div>
  );
}
