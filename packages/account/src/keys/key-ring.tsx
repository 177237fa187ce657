"use client";
import type { ApiKey, createKeyInput, KeyScope } from "@archipel/contracts/access.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { type ReactNode, useState } from "react";
import type { z } from "zod";
import { useKeyWords } from "./key-words.ts";

type NewKey = z.input<typeof createKeyInput>;

// Repeated here rather than imported: the contract's own lists would load zod into the page.
const SCOPES = ["read", "contribute"] as const satisfies readonly KeyScope[];
const DAYS = [30, 90, 365] as const satisfies readonly NewKey["days"][];

interface KeyRingProps {
  readonly keys: readonly ApiKey[];
  readonly now: Date;
  readonly isBusy: boolean;
  /** Why the last action was refused. */
  readonly failure: ReactNode;
  /** Creates a key and returns its secret, or null when that failed. */
  readonly onCreate: (input: NewKey) => Promise<string | null>;
  readonly onRevoke: (id: string) => Promise<void>;
}

/** Lists a person's API keys, creates one (its secret is shown once) and revokes one. Long: one form and one table with the same state. */
export function KeyRing({ keys, now, isBusy, failure, onCreate, onRevoke }: KeyRingProps) {
  const words = useKeyWords(now);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyScope>("read");
  const [days, setDays] = useState<NewKey["days"]>(90);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
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
        method="dialog"
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
