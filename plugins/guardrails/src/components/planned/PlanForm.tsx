/** Marks a period in which nothing fires: for which project, about what, from when to when, and why. */
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ActivityPlan } from '@cloudops/plugin-guardrails-common';
import { useId, useState, type FormEvent } from 'react';
import { useWords } from '../../words';
import { useOpenedForm } from '../actions';
import { FilterSelect, ProjectField } from '../filters';
import { Panel } from '../layout';
import {
  emptyDraft,
  planOf,
  planProblems,
  SUBJECTS,
  type PlanDraft,
} from './planDraft';

/** The API takes no longer reason. */
const LONGEST_REASON = 500;

const useStyles = makeStyles(
  theme => ({
    form: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    fields: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 100%), 1fr))',
      alignItems: 'start',
    },
    actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'GuardrailsPlanForm' },
);

function Field(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'datetime-local';
  readonly problem?: string;
  readonly help?: string;
  readonly most?: number;
}) {
  const id = useId();
  return (
    <TextField
      id={id}
      type={props.type ?? 'text'}
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      error={props.problem !== undefined}
      helperText={props.problem ?? props.help}
      InputLabelProps={
        props.type === 'datetime-local' ? { shrink: true } : undefined
      }
      inputProps={{ maxLength: props.most }}
      required
      fullWidth
      size="small"
      variant="outlined"
    />
  );
}

export function PlanForm(props: {
  /** What it is planned for unless the reader names another one; empty when that is not known yet. */
  readonly project: string;
  /** Answers whether it was saved. */
  readonly onPlan: (plan: ActivityPlan) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const form = useOpenedForm();
  const [draft, setDraft] = useState<PlanDraft>(() => ({
    ...emptyDraft(new Date()),
    project: props.project,
  }));
  const [isTold, setIsTold] = useState(false);
  const [saving, setSaving] = useState(false);
  const set = (change: Partial<PlanDraft>) => setDraft({ ...draft, ...change });
  const found = planProblems(draft, t);
  // Nobody is told what is missing before they have tried.
  const problems = isTold ? found : {};
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTold(true);
    if (saving || Object.keys(found).length > 0) return;
    setSaving(true);
    const saved = await props.onPlan(planOf(draft));
    setSaving(false);
    if (saved) props.onClose();
  };
  return (
    <Panel>
      <form
        ref={form}
        className={classes.form}
        onSubmit={submit}
        noValidate
        aria-label={t('planned.plan')}
      >
        <div className={classes.fields}>
          <ProjectField
            value={draft.project}
            onChange={project => set({ project })}
            hint={t('filter.projectHint')}
            problem={problems.project}
            required
          />
          <FilterSelect
            label={t('filter.about')}
            value={draft.subject}
            choices={SUBJECTS}
            choiceLabel={subject => t(`planned.about_${subject}`)}
            onChange={subject => set({ subject })}
          />
          {draft.subject === 'service' && (
            <Field
              label={t('planned.service')}
              value={draft.service}
              onChange={service => set({ service })}
              problem={problems.service}
              help={t('planned.serviceHint')}
              most={200}
            />
          )}
          <Field
            type="datetime-local"
            label={t('planned.from')}
            value={draft.from}
            onChange={from => set({ from })}
            problem={problems.from}
          />
          <Field
            type="datetime-local"
            label={t('planned.to')}
            value={draft.to}
            onChange={to => set({ to })}
            problem={problems.to}
          />
        </div>
        <Field
          label={t('planned.reason')}
          value={draft.reason}
          onChange={reason => set({ reason })}
          problem={problems.reason}
          help={t('planned.reasonHint')}
          most={LONGEST_REASON}
        />
        <Typography variant="body2">{t('planned.zone')}</Typography>
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            size="small"
            aria-disabled={saving}
          >
            {t('planned.save')}
          </Button>
          <Button size="small" onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
