/** Puts the address of this page on the clipboard. */
import Button from '@material-ui/core/Button';
import LinkIcon from '@material-ui/icons/Link';
import { Translate, useWords } from '../../words';

// Browsers offer the clipboard to pages served over https (or from localhost) only.
async function copyAddress(t: Translate): Promise<string> {
  try {
    await navigator.clipboard.writeText(window.location.href);
    return t('action.linkCopied');
  } catch {
    return t('action.linkNotCopied');
  }
}

export function CopyLinkButton(props: {
  /** Called with what to announce. */
  readonly onDone: (words: string) => void;
}) {
  const { t } = useWords();
  return (
    <Button
      size="small"
      startIcon={<LinkIcon />}
      onClick={async () => props.onDone(await copyAddress(t))}
    >
      {t('action.copyLink')}
    </Button>
  );
}
