/** Puts the address of this page on the clipboard. */
import Button from '@material-ui/core/Button';
import LinkIcon from '@material-ui/icons/Link';

// Browsers offer the clipboard to pages served over https (or from localhost) only.
async function copyAddress(): Promise<string> {
  try {
    await navigator.clipboard.writeText(window.location.href);
    return 'Link copied';
  } catch {
    return 'The browser did not let the link be copied: take it from the address bar';
  }
}

export function CopyLinkButton(props: {
  /** Called with what to announce. */
  readonly onDone: (words: string) => void;
}) {
  return (
    <Button
      size="small"
      startIcon={<LinkIcon />}
      onClick={async () => props.onDone(await copyAddress())}
    >
      Copy link
    </Button>
  );
}
