import { Clock, Mail, MapPin, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

/** People and offices, and how to reach them. */
export function Contact({ block: { props }, world }: BlockProps<"contact">) {
  const items = props.items
    .map(({ name, role, postal, hours, mail, phone }) => ({
      mail,
      phone,
      name: say(world, name),
      role: say(world, role),
      postal: say(world, postal),
      hours: say(world, hours),
    }))
    .filter(({ name, mail, phone, postal }) => name.text || mail || phone || postal.text);
  const [title, text] = [say(world, props.title), say(world, props.text)];
  if (items.length === 0) return null;
  const level = levelBelow(title);
  const isLone = items.length === 1 && !title.text && !text.text;
  return (
    <Section world={world} title={props.title} text={props.text}>
      <ul className={isLone ? "max-w-prose" : "grid gap-5 sm:grid-cols-2 lg:grid-cols-3"}>
        {items.map(({ name, role, postal, hours, mail, phone }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
          <li key={index} className="min-w-0 rounded-card border border-line bg-surface p-6">
            <Heading level={level} said={name} className="break-words text-large" />
            <Lines said={role} className="text-ink-muted" />
            <div className="mt-4 space-y-2 first:mt-0">
              {postal.text && (
                <Way icon={<MapPin aria-hidden className="size-5" />}>
                  <Lines said={postal} />
                </Way>
              )}
              {phone && (
                <Way icon={<Phone aria-hidden className="size-5" />}>
                  <Reach address={phone} />
                </Way>
              )}
              {mail && (
                <Way icon={<Mail aria-hidden className="size-5" />}>
                  <Reach address={mail} />
                </Way>
              )}
              {hours.text && (
                <Way icon={<Clock aria-hidden className="size-5" />}>
                  <Lines said={hours} className="text-ink-muted" />
                </Way>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Way({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <span className="mt-0.5 shrink-0 text-accent-ink">{icon}</span>
      <div className="min-w-0 break-words">{children}</div>
    </div>
  );
}

/** A mail, a telephone or a site as people read it. */
function Reach({ address }: { readonly address: string }) {
  const shown = address.replace(/^(mailto:|tel:|https?:\/\/)/i, "").replace(/\/$/, "");
  return (
    <a href={address} rel="noopener" className="inline-block min-h-6 max-w-full break-all text-accent-ink underline underline-offset-4">
      {shown}
    </a>
  );
}
