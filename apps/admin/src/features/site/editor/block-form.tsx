"use client";
import { blockDefinition } from "@archipel/blocks/blocks.ts";
import { Switch } from "@archipel/ui/switch.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useEditor } from "../draft/editor-context.tsx";
import { setProperty } from "../draft/page-draft.ts";
import { FieldControl } from "../fields/field-control.tsx";
import { blockDrawing } from "../icons.ts";
import { useBlockWords } from "../words.ts";
import { PageForm } from "./page-form.tsx";
import { useBlockActs } from "./use-block-acts.ts";

/** The form of the chosen block, made from its fields; without one, that of the page. */
export function BlockForm() {
  const t = useTranslations("site-editor");
  const words = useBlockWords();
  const { chosen, change } = useEditor();
  const acts = useBlockActs();
  if (!chosen) return <PageForm />;
  const Drawing = blockDrawing(chosen.type);
  return (
    <section aria-labelledby="block-form" className="flex flex-col gap-5">
      <div>
        <h2 id="block-form" tabIndex={-1} className="flex items-center gap-2 font-medium text-large outline-none">
          <Drawing aria-hidden className="size-5 text-accent-ink" />
          {words.typeName(chosen.type)}
        </h2>
        {t.has(`blocks.${chosen.type}.text` as never) && (
          <p className="text-ink-muted text-small">{t(`blocks.${chosen.type}.text` as never)}</p>
        )}
      </div>
      <div className={clsx("rounded-control px-3 py-1", chosen.isHidden ? "bg-warning-soft" : "bg-sunken")}>
        <Switch label={t("visibility.label")} checked={!chosen.isHidden} onCheckedChange={() => acts.turn(chosen.id)} />
        {chosen.isHidden && <p className="pb-2 text-small">{t("visibility.hidden")}</p>}
      </div>
      {blockDefinition(chosen.type)?.fields.map((field) => (
        <FieldControl
          key={`${chosen.id} ${field.name}`}
          block={chosen}
          field={field}
          path={[field.name]}
          value={chosen.props[field.name]}
          beside={chosen.props}
          onChange={(path, value) => change((now) => setProperty(now, chosen.id, path, value), [chosen.id, ...path].join("."))}
        />
      ))}
    </section>
  );
}
