"use client";
import { type ReactNode, useState } from "react";
import { Alert } from "./alert.tsx";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { RadioGroup } from "./checkbox.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Select } from "./select.tsx";
import { TextInput } from "./text-input.tsx";

type Scope = "read" | "contribute";
const SCOPES: readonly Scope[] = ["read", "contribute"];
const DAYS = [30, 90, 365] as const;
type Days = (typeof DAYS)[number];

export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface KeyWords {
  readonly lead: string;
  readonly none: string;
  readonly name: string;
  readonly nameHint: string;
  readonly scope: string;
  readonly scopes: Readonly<Record<Scope, string>>;
  readonly scopeHints: Readonly<Record<Scope, string>>;
  readonly life: string;
  readonly days: Readonly<Record<Days, string>>;
  readonly create: string;
  readonly made: string;
  readonly madeText: string;
  readonly copy: string;
  readonly copied: string;
  readonly revoke: string;
  readonly revokeTitle: string;
  readonly revokeText: string;
  readonly cancel: string;
  readonly close: string;
  readonly ended: string;
  readonly untilOf: (date: Date) => string;
  readonly usedOf: (date: Date | null) => string;
}

interface KeyRingProps {
  readonly keys: readonly ShownKey[];
  readonly words: KeyWords;
  readonly now: Date;
  readonly isBusy: boolean;
  /** What the last act was refused for. */
  readonly failure: ReactNode;
  /** Makes a key; gives its secret, or null when that failed. */
  readonly onCreate: (input: { name: string; scope: Scope; days: Days }) => Promise<string | null>;
  readonly onRevoke: (id: string) => Promise<void>;
}

/** A person's keys for programs: make one, see its secret once, see what each is used for, take it away. */
export function KeyRing({ keys, words, now, isBusy, failure, onCreate, onRevoke }: KeyRingProps) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [days, setDays] = useState<Days>(90);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<ShownKey | null>(null);
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
            <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <div className="min-w-0 flex-1 basis-56">
                <p className="break-words font-medium">{key.name}</p>
                <p className="text-ink-muted text-small">
                  {key.expiresAt > now ? words.untilOf(key.expiresAt) : words.ended} · {words.usedOf(key.lastUsedAt)}
                </p>
              </div>
              <Badge tone={key.expiresAt > now ? "info" : "warning"}>{words.scopes[key.scope]}</Badge>
              <Button aria-label={`${words.revoke} ${key.name}`} onClick={() => setRevoked(key)}>
                {words.revoke}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex max-w-md flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          const made = await onCreate({ name, scope, days });
          setSecret(made);
          if (made !== null) setName("");
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
        <Field label={words.life}>
          {(control) => (
            <Select
              {...control}
              value={String(days)}
              options={DAYS.map((value) => ({ value: String(value), label: words.days[value] }))}
              onChange={(event) => setDays(DAYS.find((value) => String(value) === event.target.value) ?? 90)}
            />
          )}
        </Field>
        <Button type="submit" className="self-start" disabled={isBusy}>
          {words.create}
        </Button>
      </form>
      <Dialog
        title={`${words.revokeTitle} ${revoked?.name ?? ""}`}
        closeLabel={words.close}
        open={revoked !== null}
        onOpenChange={(isOpen) => !isOpen && setRevoked(null)}
        footer={
          <>
            <Button onClick={() => setRevoked(null)}>{words.cancel}</Button>
            <Button
              tone="danger"
              disabled={isBusy}
              onClick={async () => {
                if (revoked) await onRevoke(revoked.id);
                setRevoked(null);
                setSecret(null);
              }}
            >
              {words.revoke}
            </Button>
          </>
        }
      >
        <p>{words.revokeText}</p>
      </Dialog>
    </div>
  );
}
