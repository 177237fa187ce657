"use client";
import { formatCoordinates, formatDateTime } from "@archipel/i18n/format.ts";
import { type CheckedFile, checkFile } from "@archipel/signatures/check-file.ts";
import { type KeySet, keySet } from "@archipel/signatures/keys.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

const KEYS = "/.well-known/answer-keys.json";
/** A print has a few megabytes. */
const MOST_BYTES = 50_000_000;

type Outcome = CheckedFile | { isGood: false; problem: "no-keys" | "too-large" };

/** Checks a file of an answer here, in the browser: it is not sent. Kept keys make it work when the platform is gone. */
export function CheckFile() {
  const t = useTranslations("answers.checkFile");
  const [kept, setKept] = useState<File | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const check = async (chosen: File | null, keys: File | null) => {
    setFile(chosen);
    setKept(keys);
    setOutcome(chosen && (await outcomeOf(chosen, keys)));
  };
  return (
    <div className="mt-6 flex flex-col gap-6">
      <Field label={t("file")} hint={t("fileHint")}>
        {(control) => (
          <FileInput {...control} accept=".pdf,.json,application/pdf,application/json" onChoose={(chosen) => check(chosen, kept)} />
        )}
      </Field>
      <details>
        <summary className="min-h-6 font-medium text-accent-ink">{t("ownKeys")}</summary>
        <div className="mt-4">
          <Field label={t("keys")} hint={t("keysHint", { address: KEYS })}>
            {(control) => <FileInput {...control} accept=".json,application/json" onChoose={(chosen) => check(file, chosen)} />}
          </Field>
        </div>
      </details>
      {outcome && <Result outcome={outcome} name={file?.name ?? ""} />}
    </div>
  );
}

async function outcomeOf(file: File, kept: File | null): Promise<Outcome> {
  if (file.size > MOST_BYTES) return { isGood: false, problem: "too-large" };
  const keys = await keysIn(kept);
  return keys === null ? { isGood: false, problem: "no-keys" } : checkFile(new Uint8Array(await file.arrayBuffer()), keys);
}

/** The kept keys, or those of the platform; null when they cannot be read. */
async function keysIn(kept: File | null): Promise<KeySet | null> {
  try {
    return keySet.parse(JSON.parse(kept ? await kept.text() : await (await fetch(KEYS)).text()));
  } catch {
    return null;
  }
}

interface FileInputProps {
  readonly id: string;
  readonly accept: string;
  readonly onChoose: (file: File | null) => void;
}

function FileInput({ onChoose, ...control }: FileInputProps) {
  return (
    <input
      {...control}
      ref={hearEarly}
      type="file"
      className="block w-full rounded-control border border-line-strong bg-surface px-3 py-2"
      onChange={({ target }) => onChoose(target.files?.[0] ?? null)}
    />
  );
}

function Result({ outcome, name }: { readonly outcome: Outcome; readonly name: string }) {
  const t = useTranslations("answers.checkFile");
  const locale = useLocale();
  if (!outcome.isGood)
    return (
      <Alert
        tone="danger"
        isLive
        title={t(`problems.${outcome.problem}.title`)}
        where={name}
        repair={t(`problems.${outcome.problem}.repair`)}
      />
    );
  const { iat, iss, place, said, layers } = outcome.said;
  return (
    <Alert tone="success" isLive title={t("good")} where={name} repair={t("goodMeans")}>
      <dl className="mt-3 grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
        <Fact label={t("answered")}>{formatDateTime(locale, new Date(iat * 1000).toISOString())}</Fact>
        <Fact label={t("place")}>{place.parcels?.join(", ") ?? formatCoordinates(locale, ...place.centre)}</Fact>
        <Fact label={t("platform")}>{iss}</Fact>
        <Fact label={t("layers")}>{layers.length}</Fact>
        <Fact label={t("digest")}>{said}</Fact>
      </dl>
    </Alert>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{label}</dt>
      <dd className="figures min-w-0 break-words">{children}</dd>
    </>
  );
}
