/** Other values for a rule: typed and checked here, tried on the past, and written down for who wants to keep them. */
import Button from '@material-ui/core/Button';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { RuleParameter } from '@cloudops/plugin-guardrails-common';
import { useId, useState, type FormEvent } from 'react';
import { useWords, type Words } from '../../words';
import { StepButton } from '../actions';
import { FilterSelect } from '../filters';
import { BacktestResult } from './BacktestResult';
import { HowToChange } from './HowToChange';
import {
  isInPercent,
  parseValue,
  rangeText,
  typedValue,
} from './parameterText';
import type { DetectionRule } from './RulePanel';
import type { ChosenValues } from './settingSnippets';
import { useParameterSentence } from './useParameterSentence';

/** Days back; the API replays 90 at most. */
const DAYS = ['30', '60', '90'] as const;
type Days = (typeof DAYS)[number];

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    fields: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(13rem, 100%), 1fr))',
      alignItems: 'start',
    },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      '& > *': { minWidth: '8rem' },
    },
  }),
  { name: 'GuardrailsTrial' },
);

/** Parameter → what was typed, where it differs from what is in force. */
type Typed = Readonly<Record<string, string>>;

interface Checked {
  readonly values: ChosenValues;
  /** Parameter → what is wrong. */
  readonly problems: Readonly<Record<string, string>>;
}

function checked(
  parameters: readonly RuleParameter[],
  typed: Typed,
  words: Words,
): Checked {
  const values: Record<string, ChosenValues[string]> = {};
  const problems: Record<string, string> = {};
  for (const parameter of parameters) {
    const { name } = parameter;
    const text = typed[name];
    if (text === undefined || text === typedValue(parameter.value, parameter)) {
      continue;
    }
    const parsed = parseValue(text, parameter, words);
    if ('value' in parsed) values[name] = parsed.value;
    else problems[name] = parsed.problem;
  }
  return { values, problems };
}

function Field(props: {
  readonly parameter: RuleParameter;
  /** What it means, as far as that is known. */
  readonly sentence: string | undefined;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}) {
  const words = useWords();
  const { t } = words;
  const id = useId();
  const { parameter, sentence, text, problem, onChange } = props;
  if (parameter.type === 'boolean') {
    return (
      <FilterSelect
        label={parameter.name}
        value={text}
        choices={['true', 'false']}
        choiceLabel={value =>
          t(value === 'true' ? 'settings.on' : 'settings.off')
        }
        onChange={onChange}
        hint={sentence}
      />
    );
  }
  const accepted = problem ?? rangeText(parameter, words);
  return (
    <TextField
      id={id}
      label={parameter.name}
      value={text}
      onChange={event => onChange(event.target.value)}
      error={problem !== undefined}
      helperText={
        <>
          {sentence}
          {sentence && accepted && (
            <>
              {' '}
              <br />
            </>
          )}
          {accepted ?? (sentence ? undefined : ' ')}
        </>
      }
      size="small"
      variant="outlined"
      fullWidth
      InputProps={
        isInPercent(parameter)
          ? { endAdornment: <InputAdornment position="end">%</InputAdornment> }
          : undefined
      }
      inputProps={{
        inputMode: parameter.type === 'limits' ? 'text' : 'decimal',
        spellCheck: false,
      }}
    />
  );
}

interface Asked {
  readonly days: Days;
  readonly values: ChosenValues;
}

export function Trial(props: {
  readonly project: string | undefined;
  readonly rule: DetectionRule;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const { project, rule } = props;
  const sentenceOf = useParameterSentence();
  const [typed, setTyped] = useState<Typed>({});
  const [days, setDays] = useState<Days>('30');
  const [asked, setAsked] = useState<Asked>();
  const { values, problems } = checked(rule.parameters, typed, words);
  const isChanged = Object.keys(values).length > 0;
  const isSound = Object.keys(problems).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSound) setAsked({ days, values });
  };
  return (
    <section className={classes.root} aria-label={t('settings.try')}>
      <div>
        <Typography variant="subtitle2" component="h4">
          {t('settings.try')}
        </Typography>
        <Typography variant="body2">{t('settings.tryWhat')}</Typography>
      </div>
      <form className={classes.root} onSubmit={submit} noValidate>
        <div className={classes.fields}>
          {rule.parameters.map(parameter => {
            const { name } = parameter;
            return (
              <Field
                key={name}
                parameter={parameter}
                sentence={sentenceOf(rule.rule, name)}
                text={typed[name] ?? typedValue(parameter.value, parameter)}
                problem={problems[name]}
                onChange={text => setTyped({ ...typed, [name]: text })}
              />
            );
          })}
        </div>
        {project === undefined ? (
          <Typography variant="body2">
            {t('settings.tryNeedsProject')}
          </Typography>
        ) : (
          <div className={classes.actions}>
            <FilterSelect
              label={t('costs.range')}
              value={days}
              choices={DAYS}
              choiceLabel={count => t('costs.days', { count: Number(count) })}
              onChange={setDays}
            />
            <Button
              type="submit"
              variant="outlined"
              color="primary"
              aria-disabled={!isSound}
            >
              {t('settings.runTrial')}
            </Button>
            <StepButton
              size="medium"
              available={Object.keys(typed).length > 0}
              onClick={() => {
                setTyped({});
                setAsked(undefined);
              }}
            >
              {t('settings.reset')}
            </StepButton>
          </div>
        )}
      </form>
      {asked && project !== undefined && (
        <BacktestResult
          project={project}
          rule={rule.rule}
          days={Number(asked.days)}
          values={asked.values}
        />
      )}
      {isChanged && isSound && (
        <div>
          <Typography variant="subtitle2" component="h4">
            {t('settings.keep')}
          </Typography>
          <HowToChange project={project} rule={rule.rule} values={values} />
        </div>
      )}
    </section>
  );
}
