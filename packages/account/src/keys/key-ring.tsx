"use client";
import type { ApiKey, createKeyInput, KeyDataset, KeyScope } from "@archipel/contracts/access.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { z } from "zod";
import { KeyFacts } from "./key-facts.tsx";
import { endOf, KeyLife } from "./key-life.tsx";
import { KeyLimits, limitsOf, NO_LIMITS } from "./key-limits.tsx";
import { useKeyWords } from "./key-words.ts";

type NewKey = z.input<typeof createKeyInput>;

// Repeated here rather than imported: the contract's own lists would load zod into the page.
const SCOPES = ["read", "contribute"] as const satisfies readonly KeyScope[];
const DAYS = [30, 90, 365] as const satisfies readonly NewKey["days"][];
const SERVICES = ["tiles", "features", "downloads"] as const satisfies readonly NonNullable<NewKey["services"]>[number][];

/** What can be done with a key of the list. */
export type KeyAction = "rotate" | "uses" | "end-previous" | "revoke";

interface KeyRingProps {
  readonly keys: readonly ApiKey[];
  readonly now: Date;
  readonly isBusy: boolean;
  /** Why the last action was refused. */
  readonly failure: ReactNode;
  /** Creates a key and returns its secret, or null when that failed. */
  readonly onCreate: (input: NewKey) => Promise<string | null>;
  readonly onAct: (action: KeyAction, key: ApiKey) => void;
  readonly findDatasets: (text: string) => Promise<readonly KeyDataset[]>;
}

/** Lists a person's API keys, and creates one: its secret is shown once. */
export function KeyRing({ keys, now, isBusy, failure, onCreate, onAct, findDatasets }: KeyRingProps) {
  const words = useKeyWords(now);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-prose text-ink-muted">{words.lead}</p>
      {failure}
      {secret !== null && (
        <Alert tone="success" title={words.made} repair={words.madeText} isLive>
          <code className="mt-2 block select-all break-all rounded-control bg-surface px-3 py-2">{secret}</code>
          <div className="mt-2">
            <CopyButton text={secret} label={words.copy} copiedLabel={words.copied} />
          </div>
        </Alert>
      )}
      {keys.length === 0 ? (
        <p className="text-ink-muted">{words.none}</p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">
          {keys.map((key) => (
            <KeyItem
              key={key.id}
              apiKey={key}
              now={now}
              onAct={(action) => {
                setSecret(null);
                onAct(action, key);
              }}
            />
          ))}
        </ul>
      )}
      <NewKeyForm
        now={now}
        isBusy={isBusy}
        findDatasets={findDatasets}
        onCreate={async (input) => {
          const made = await onCreate(input);
          setSecret(made);
          return made !== null;
        }}
      />
    </div>
  );
}

interface KeyItemProps {
  readonly apiKey: ApiKey;
  readonly now: Date;
  readonly onAct: (action: KeyAction) => void;
}

function KeyItem({ apiKey: key, now, onAct }: KeyItemProps) {
  const words = useKeyWords(now);
  const t = useTranslations("access");
  const { name } = key;
  const isLive = key.expiresAt > now;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-3 break-words font-medium">
          {name}
          <Badge tone={isLive ? "info" : "warning"}>{words.scopes[key.scope]}</Badge>
        </p>
        <p className="text-ink-muted text-small">
          {isLive ? words.untilOf(key.expiresAt) : words.ended} · {words.usedOf(key.lastUsedAt)}
        </p>
        <KeyFacts facts={key} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t("uses.named", { name })} onClick={() => onAct("uses")}>
          {t("uses.action")}
        </Button>
        {key.previousUntil && (
          <Button aria-label={t("rotate.endNamed", { name })} onClick={() => onAct("end-previous")}>
            {t("rotate.end")}
          </Button>
        )}
        {isLive && (
          <Button aria-label={t("rotate.named", { name })} onClick={() => onAct("rotate")}>
            {t("rotate.action")}
          </Button>
        )}
        <Button aria-label={`${words.revoke} ${name}`} onClick={() => onAct("revoke")}>
          {words.revoke}
        </Button>
      </div>
    </li>
  );
}

interface NewKeyFormProps {
  readonly now: Date;
  readonly isBusy: boolean;
  readonly findDatasets: (text: string) => Promise<readonly KeyDataset[]>;
  /** @returns whether it was created */
  readonly onCreate: (input: NewKey) => Promise<boolean>;
}

function NewKeyForm({ now, isBusy, findDatasets, onCreate }: NewKeyFormProps) {
  const words = useKeyWords(now);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyScope>("read");
  const [life, setLife] = useState({ value: "90", until: "" });
  const [limits, setLimits] = useState(NO_LIMITS);
  const daysOf = (value: string) => DAYS.find((days) => String(days) === value) ?? 90;
  return (
    <form
      method="dialog"
      className="flex max-w-md flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if (!(await onCreate({ name, scope, ...endOf(life.value, life.until, daysOf), ...limitsOf(limits, SERVICES) }))) return;
        setName("");
        setLimits(NO_LIMITS);
      }}
    >
      <Field label={words.name} hint={words.nameHint}>
        {(control) => (
          <TextInput
            {...control}
            required
            maxLength={80}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <RadioGroup
        legend={words.scope}
        name="key-scope"
        value={scope}
        onValueChange={(value) => setScope(SCOPES.find((known) => known === value) ?? "read")}
        options={SCOPES.map((value) => ({ value, label: words.scopes[value], hint: words.scopeHints[value] }))}
      />
      <KeyLife
        label={words.life}
        options={DAYS.map((value) => ({ value: String(value), label: words.days[value] }))}
        value={life.value}
        until={life.until}
        onChange={(value, until) => setLife({ value, until })}
      />
      <KeyLimits value={limits} onChange={setLimits} services={SERVICES} findDatasets={findDatasets} />
      <Button type="submit" className="self-start" disabled={isBusy}>
        {words.create}
      </Button>
    </form>
  );
}
