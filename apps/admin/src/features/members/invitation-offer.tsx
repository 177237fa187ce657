import type { ComponentProps, ReactNode } from "react";
import { BarePage } from "../../kit/bare-page.tsx";
import { InvitedPerson } from "./invited-person.tsx";

interface InvitationOfferProps {
  readonly title: string;
  /** Its address, and until when it can be accepted. */
  readonly lead: string;
  /** What invites, in its own words; may be empty. */
  readonly description: string;
  /** What the invitation gives. */
  readonly children: ReactNode;
  readonly invited: Pick<ComponentProps<typeof InvitedPerson>, "code" | "email" | "signedInAs" | "page">;
  /** The button of the invited person. */
  readonly join: ReactNode;
}

/** An invitation that can be accepted: what it offers, and the next step. */
export function InvitationOffer({ title, lead, description, children, invited, join }: InvitationOfferProps) {
  return (
    <BarePage>
      <div>
        <h1 className="break-words text-headline">{title}</h1>
        <p className="mt-2 max-w-prose break-words text-ink-muted">{lead}</p>
      </div>
      {description && <p className="max-w-prose whitespace-pre-line break-words">{description}</p>}
      {children}
      <InvitedPerson {...invited}>{join}</InvitedPerson>
    </BarePage>
  );
}
