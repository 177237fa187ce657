interface EmailTextProps {
  readonly email: string;
  readonly className?: string;
}

/** An address that breaks before its domain where the column is narrow, and only then within a word. */
export function EmailText({ email, className = "" }: EmailTextProps) {
  const at = email.lastIndexOf("@") + 1;
  return (
    <span className={`wrap-anywhere ${className}`}>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </span>
  );
}
