"use client";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../confirm-dialog.tsx";

interface Motive {
  readonly value: string;
  readonly label: string;
  /** What the person reads, which can be rewritten; empty for another reason. */
  readonly answer: string;
}

interface DeclineDialogProps {
  readonly words: Readonly<Record<"title" | "text" | "legend" | "answer" | "answerMissing" | "action", string>>;
  readonly name: string;
  /** The first is chosen at the start. */
  readonly motives: readonly [Motive, ...Motive[]];
  /** The call that `onDecline` starts. */
  readonly decline: { readonly isPending: boolean; readonly error: unknown };
  readonly onDecline: (answer: string) => void;
  readonly onClose: () => void;
}

/** Declines what a person asks, with one of the usual reasons or with another. */
export function DeclineDialog({ words, name, motives, decline, onDecline, onClose }: DeclineDialogProps) {
  const errorText = useErrorText();
  const [motive, setMotive] = useState(motives[0]);
  const [answer, setAnswer] = useState(motive.answer);
  const [isMissing, setMissing] = useState(false);
  const choose = (value: string) => {
    const next = motives.find((one) => one.value === value) ?? motive;
    setMotive(next);
    setAnswer(next.answer);
    setMissing(false);
  };
  return (
    <ConfirmDialog
      title={words.title}
      actionLabel={words.action}
      isPending={decline.isPending}
      error={decline.error ? errorText(decline.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => {
        setMissing(answer.trim() === "");
        if (answer.trim() !== "") onDecline(answer);
      }}
    >
      <p>{words.text}</p>
      <RadioGroup legend={words.legend} name={name} value={motive.value} onValueChange={choose} options={motives} />
      <Field label={words.answer} error={isMissing && words.answerMissing} isRequired>
        {(control) => (
          <TextArea {...control} rows={4} maxLength={1000} value={answer} onChange={(event) => setAnswer(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
