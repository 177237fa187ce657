"use client";
import type { Role } from "@archipel/contracts/members.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";

interface RoleRuleDialogProps<Choice extends string> {
  readonly words: { readonly title: string; readonly text: string; readonly legend: string; readonly save: string };
  /** From which role on the rule holds. */
  readonly choice: {
    readonly name: string;
    readonly options: readonly { readonly value: Choice; readonly label: string }[];
    readonly chosen: Choice;
    readonly onChoose: (choice: Choice) => void;
  };
  /** The call that `onSave` starts. */
  readonly save: { readonly isPending: boolean; readonly error: unknown };
  readonly onSave: () => void;
  readonly onClose: () => void;
  /** What else the rule says, and the people it concerns. */
  readonly children: ReactNode;
}

/** One rule of a community about its roles. */
export function RoleRuleDialog<Choice extends string>({ words, choice, save, onSave, onClose, children }: RoleRuleDialogProps<Choice>) {
  const errorText = useErrorText();
  return (
    <ConfirmDialog
      title={words.title}
      actionLabel={words.save}
      isDanger={false}
      isPending={save.isPending}
      error={save.error ? errorText(save.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={onSave}
    >
      <p>{words.text}</p>
      <RadioGroup
        legend={words.legend}
        name={choice.name}
        value={choice.chosen}
        onValueChange={(value) => {
          const option = choice.options.find((one) => one.value === value);
          if (option) choice.onChoose(option.value);
        }}
        options={choice.options}
      />
      {children}
    </ConfirmDialog>
  );
}

/** Shown at most; a sentence before them counts all. */
const MOST_NAMES = 20;

interface ConcernedProps {
  readonly sentence: string;
  readonly people: readonly { readonly userId: string; readonly name: string; readonly role: Role }[];
}

/** The people who would lose rights. */
export function Concerned({ sentence, people }: ConcernedProps) {
  const tr = useTranslations("admin.roles.names");
  return (
    <div aria-live="polite">
      <p>{sentence}</p>
      <ul className="list-disc pl-5">
        {people.slice(0, MOST_NAMES).map(({ userId, name, role }) => (
          <li key={userId}>
            {name} ({tr(role)})
          </li>
        ))}
      </ul>
    </div>
  );
}
