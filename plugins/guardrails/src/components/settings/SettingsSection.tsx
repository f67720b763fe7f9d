/** How the rules of a project are set, who set them, and how to set them otherwise. */
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  alertReadPermission,
  type DetectionRules,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useQueryParameter, useRequest } from '../../data';
import { useWords } from '../../words';
import { FilterBar, ProjectField } from '../filters';
import { Section } from '../layout';
import { EmptyState, LoadingSkeleton, RequestView } from '../states';
import { RulePanel } from './RulePanel';
import { useParameterSentence } from './useParameterSentence';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
    headline: { fontSize: theme.typography.pxToRem(20), margin: 0 },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: theme.spacing(1),
      minWidth: 0,
      '& > li': { minWidth: 0 },
    },
    problems: {
      margin: 0,
      paddingLeft: theme.spacing(2.5),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GuardrailsSettings' },
);

/** Stands for every project that sets nothing of its own. */
const ALL = '';

function Rules(props: {
  readonly settings: DetectionRules;
  readonly project: string | undefined;
}) {
  const classes = useStyles();
  const { t } = useWords();
  const [open, setOpen] = useQueryParameter<string>('rule', '');
  const { settings, project } = props;
  const { rules, problems } = settings;
  if (rules.length === 0) {
    return (
      <EmptyState title={t('settings.empty')}>
        {t('settings.emptyWhy')}
      </EmptyState>
    );
  }
  const changed = rules
    .flatMap(({ parameters }) => parameters)
    .filter(({ origin }) => origin !== 'default').length;
  return (
    <div className={classes.root}>
      <Typography component="h2" className={classes.headline}>
        {changed === 0
          ? t('settings.allDefault')
          : t('settings.changed', { count: changed })}
      </Typography>
      {problems.length > 0 && (
        <div role="alert">
          <Typography variant="subtitle2" component="p">
            {t('settings.problems')}
          </Typography>
          <ul className={classes.problems}>
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <ul className={classes.list} aria-label={t('settings.rules')}>
        {rules.map(rule => (
          // Typed values and their trial are of one project.
          <li key={`${project} ${rule.rule}`}>
            <RulePanel
              project={project}
              rule={rule}
              open={open === rule.rule}
              onToggle={isOpen => {
                if (isOpen) setOpen(rule.rule);
                else if (open === rule.rule) setOpen('');
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function SettingsSection() {
  const { t } = useWords();
  // Their words come with the page, and not when a rule is opened: a page that waits for words is not shown.
  useParameterSentence();
  const api = useApi(guardrailsApiRef);
  const [chosen, setChosen] = useQueryParameter<string>('project', ALL);
  const project = chosen === ALL ? undefined : chosen;
  const request = useRequest(
    `rules ${chosen}`,
    signal => api.getDetectionRules({ project }, { signal }),
    { keepPrevious: 'until-refused' },
  );
  return (
    <Section
      what={t('settings.what')}
      filters={
        <FilterBar label={t('settings.filter')}>
          <ProjectField
            value={chosen}
            onChange={setChosen}
            hint={t('settings.all')}
          />
        </FilterBar>
      }
    >
      <RequestView
        request={request}
        subject={t('subject.settings')}
        permission={alertReadPermission.name}
        skeleton={
          <LoadingSkeleton
            subject={t('subject.settings')}
            height={74}
            rows={6}
          />
        }
      >
        {settings => <Rules settings={settings} project={settings.project} />}
      </RequestView>
    </Section>
  );
}
