/** Who takes care of a recommendation, and the place to change it. */
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useNames } from '../../people';
import { useMe } from './useMe';
import { useUsers, type CatalogUser } from './useUsers';
import { useWords } from '../../words';

/** The API takes no longer owner. */
const MAX_LENGTH = 200;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      // The field is as high as the text it stands for, so that nothing below moves.
      minHeight: 40,
    },
    owner: { overflowWrap: 'anywhere' },
    field: { width: '16rem', maxWidth: '100%' },
  }),
  { name: 'GuardrailsOwnerField' },
);

export function OwnerField(props: {
  readonly owner: string | undefined;
  /** The recommendation's title, for those who do not see where the field stands. */
  readonly subject: string;
  readonly saving: boolean;
  /** Called with null to clear it. Answers whether it was saved. */
  readonly onAssign: (owner: string | null) => Promise<boolean>;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const { owner, subject, saving, onAssign } = props;
  const { nameOf } = useNames([owner]);
  const me = useMe();
  const fieldId = useId();
  const [draft, setDraft] = useState<string>();
  const editing = draft !== undefined;
  const users = useUsers(draft);
  const changeButton = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const wasEditing = useRef(false);

  // Into the field, and back to where the editing began.
  useEffect(() => {
    if (editing === wasEditing.current) return;
    wasEditing.current = editing;
    if (editing) input.current?.focus();
    else changeButton.current?.focus({ preventScroll: true });
  }, [editing]);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (saving || draft === undefined) return;
    const next = draft.trim() || null;
    // A refused change leaves what was typed in its field.
    if (next === (owner ?? null) || (await onAssign(next))) setDraft(undefined);
  };

  if (editing) {
    return (
      <form
        className={classes.root}
        aria-label={t('recommendations.ownerOf', { title: subject })}
        onSubmit={save}
      >
        <Autocomplete<CatalogUser, false, true, true>
          id={fieldId}
          className={classes.field}
          size="small"
          freeSolo
          disableClearable
          options={[...users]}
          // The catalog has chosen already.
          filterOptions={all => all}
          getOptionLabel={option =>
            // The kit gives what was typed as it is.
            typeof option === 'string' ? option : option.owner
          }
          renderOption={({ name, owner: stored }) => (
            <span className={classes.owner}>
              {name}
              {name !== stored && (
                <Typography variant="body2" color="textSecondary">
                  {stored}
                </Typography>
              )}
            </span>
          )}
          inputValue={draft}
          onInputChange={(_, value, reason) => {
            if (reason !== 'reset' || value) setDraft(value);
          }}
          renderInput={params => (
            <TextField
              {...params}
              label={t('recommendations.owner')}
              placeholder={t('recommendations.ownerHint')}
              variant="outlined"
              margin="none"
              onKeyDown={event => {
                if (event.key === 'Escape') setDraft(undefined);
              }}
              inputRef={input}
              inputProps={{ ...params.inputProps, maxLength: MAX_LENGTH }}
            />
          )}
        />
        <Button
          type="submit"
          size="small"
          variant="outlined"
          aria-disabled={saving}
        >
          {t('action.save')}
        </Button>
        <Button size="small" onClick={() => setDraft(undefined)}>
          {t('action.cancel')}
        </Button>
      </form>
    );
  }
  return (
    <div className={classes.root}>
      <Typography
        variant="body2"
        component="span"
        className={classes.owner}
        title={owner}
      >
        {t('recommendations.ownerIs', {
          owner: owner ? nameOf(owner) : t('recommendations.nobody'),
        })}
      </Typography>
      <Button
        ref={changeButton}
        size="small"
        aria-label={t('recommendations.changeOwnerOf', { title: subject })}
        aria-disabled={saving}
        onClick={() => {
          if (!saving) setDraft(owner ?? '');
        }}
      >
        {t('recommendations.change')}
      </Button>
      {me && me !== owner && (
        <Button
          size="small"
          aria-label={t('recommendations.assignOneToMe', { title: subject })}
          aria-disabled={saving}
          onClick={() => {
            if (saving) return;
            // This button goes.
            changeButton.current?.focus({ preventScroll: true });
            onAssign(me);
          }}
        >
          {t('recommendations.assignToMe')}
        </Button>
      )}
    </div>
  );
}
