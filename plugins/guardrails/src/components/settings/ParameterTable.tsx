/** Every parameter of a rule: its value, its default and range, and who set it. */
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { RuleParameter } from '@cloudops/plugin-guardrails-common';
import { LongName } from '../labels';
import { CELL_LINES, NAME_WIDTH } from '../layout';
import { STORED_LANGUAGE, useWords } from '../../words';
import { rangeText, valueText } from './parameterText';
import { useParameterSentence } from './useParameterSentence';

const useStyles = makeStyles(
  theme => ({
    scroll: { overflowX: 'auto' },
    root: {
      '& td, & th': {
        ...CELL_LINES,
        padding: theme.spacing(0.75, 1),
        fontVariantNumeric: 'tabular-nums',
        wordBreak: 'normal',
      },
    },
    // A phone shows what is in force and who set it; default and range stand below the name.
    wide: { [theme.breakpoints.down('sm')]: { display: 'none' } },
    narrow: {
      color: theme.palette.text.secondary,
      [theme.breakpoints.up('md')]: { display: 'none' },
    },
    name: { overflowWrap: 'anywhere', minWidth: NAME_WIDTH },
    code: { fontFamily: 'monospace' },
    description: { color: theme.palette.text.secondary, maxWidth: '28rem' },
    short: { whiteSpace: 'nowrap' },
    origin: { minWidth: '5rem' },
    changed: { fontWeight: 700 },
  }),
  { name: 'GuardrailsParameterTable' },
);

function Origin(props: { readonly parameter: RuleParameter }) {
  const { t } = useWords();
  const { origin, entityRef } = props.parameter;
  if (origin === 'annotation' && entityRef) {
    return (
      <>
        {t('settings.origin_annotationOf')}{' '}
        <EntityRefLink entityRef={entityRef} />
      </>
    );
  }
  return <>{t(`settings.origin_${origin}`)}</>;
}

export function ParameterTable(props: {
  readonly rule: string;
  readonly parameters: readonly RuleParameter[];
  readonly label: string;
}) {
  const classes = useStyles();
  const words = useWords();
  const { t } = words;
  const sentenceOf = useParameterSentence();
  return (
    <div className={classes.scroll}>
      <Table size="small" className={classes.root} aria-label={props.label}>
        <TableHead>
          <TableRow>
            <TableCell>{t('settings.parameter')}</TableCell>
            <TableCell>{t('settings.value')}</TableCell>
            <TableCell className={classes.wide}>
              {t('settings.default')}
            </TableCell>
            <TableCell className={classes.wide}>
              {t('settings.rangeTitle')}
            </TableCell>
            <TableCell>{t('settings.origin')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.parameters.map(parameter => {
            const { name, description, origin } = parameter;
            const sentence = sentenceOf(props.rule, name);
            const range = rangeText(parameter, words);
            const normal = valueText(parameter.default, parameter, words);
            return (
              <TableRow key={name}>
                <TableCell
                  component="th"
                  scope="row"
                  role="rowheader"
                  className={classes.name}
                >
                  <span className={classes.code}>
                    <LongName>{name}</LongName>
                  </span>
                  {sentence && (
                    <div className={classes.description}>{sentence}</div>
                  )}
                  {description && (
                    <div className={classes.description} lang={STORED_LANGUAGE}>
                      {description}
                    </div>
                  )}
                  <div className={classes.narrow}>
                    {t('settings.default')}: {normal}
                    {range && ` · ${range}`}
                  </div>
                </TableCell>
                <TableCell
                  className={origin === 'default' ? undefined : classes.changed}
                >
                  {valueText(parameter.value, parameter, words)}
                </TableCell>
                <TableCell className={classes.wide}>{normal}</TableCell>
                <TableCell className={`${classes.wide} ${classes.short}`}>
                  {range ?? '–'}
                </TableCell>
                <TableCell className={classes.origin}>
                  <Origin parameter={parameter} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}
