"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";

interface CopyButtonProps {
  /** A function is asked when it is copied: an address can change with each movement. */
  readonly text: string | (() => string);
  readonly label: string;
  readonly copiedLabel: string;
}

/** Copies a text and confirms it, in place and to screen readers. */
export function CopyButton({ text, label, copiedLabel }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      tone="quiet"
      onClick={async () => {
        await navigator.clipboard.writeText(typeof text === "string" ? text : text());
        setCopied(true);
        setTimeout(() => setCopied(false), 3000);
      }}
    >
      {isCopied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      <span aria-live="polite">{isCopied ? copiedLabel : label}</span>
    </Button>
  );
}
