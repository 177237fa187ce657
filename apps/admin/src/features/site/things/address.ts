/** What a person types for an address, as the address: `mairie@x.fr` becomes a mail, `04 78 00 00 00` a telephone, `x.fr` a site. */
export function addressOf(typed: string): string {
  const text = typed.trim();
  if (text === "" || /^(https?|mailto|tel):/i.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^\+?[\d\s().-]{3,}$/.test(text)) return `tel:${text}`;
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#]\S*)?$/u.test(text) ? `https://${text}` : text;
}

/** The address as people read it. */
export function readableAddress(address: string): string {
  return address.replace(/^(mailto|tel):/i, "");
}
