"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useErrorText } from "../../api/failure.ts";

interface JoinButtonProps {
  readonly label: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onJoin: () => void;
}

/** The code of an invitation is used once, by this click: a mail scanner that opens the link does not accept it. */
export function JoinButton({ label, isPending, error, onJoin }: JoinButtonProps) {
  const errorText = useErrorText();
  return (
    <>
      {Boolean(error) && <Alert tone="danger" title={errorText(error)} isLive />}
      <Button tone="primary" disabled={isPending} onClick={onJoin}>
        {label}
      </Button>
    </>
  );
}
