"use client";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { links } from "../../../links.ts";
import { type Draft, newDraft } from "./draft.ts";
import { StartCopy } from "./start-copy.tsx";
import { StartFile } from "./start-file.tsx";
import { StartLayer } from "./start-layer.tsx";

const WAYS = ["blank", "copy", "layer", "schema", "file"] as const;
type Way = (typeof WAYS)[number];

export interface StartProps {
  readonly onStart: (draft: Draft) => void;
}

/** The start of a new model: empty, a copy, a layer or a file. */
export function StartChoice({ onStart }: StartProps) {
  const t = useTranslations("models.editor.start");
  const tm = useTranslations("models.list");
  const community = useCommunity();
  const [way, setWay] = useState<Way>("blank");
  const parts: Readonly<Record<Way, ReactNode>> = {
    blank: (
      <Button tone="primary" className="self-start" onClick={() => onStart(newDraft("TABLE"))}>
        {t("begin")}
      </Button>
    ),
    copy: <StartCopy onStart={onStart} />,
    layer: <StartLayer onStart={onStart} />,
    schema: <StartFile key="schema" isSchema onStart={onStart} />,
    file: <StartFile key="file" onStart={onStart} />,
  };
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} parents={[{ label: tm("title"), href: links.models(community.slug) }]} />
      <div className="flex max-w-3xl flex-col gap-6">
        <RadioGroup
          legend={t("from")}
          name="start"
          value={way}
          options={WAYS.map((value) => ({ value, label: t(`ways.${value}`), hint: t(`hints.${value}`) }))}
          onValueChange={(value) => setWay(WAYS.find((one) => one === value) ?? "blank")}
        />
        <div className="flex min-w-0 flex-col gap-4">{parts[way]}</div>
      </div>
    </>
  );
}
