/** How a row of the list of alerts is laid out: one line, two where there is no room for it, and two on a phone. */
import { makeStyles } from '@material-ui/core/styles';
import { hiddenText } from '../labels/hiddenText';
import { ONE_LINE } from './AlertsPlace';

/** Height of a row on one line, in pixels. */
export const ROW_HEIGHT = 41;

const ellipsis = {
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
} as const;

export const useAlertRowStyles = makeStyles(
  theme => {
    // Of a row on one line; those of the head above are the same.
    const columns = {
      display: 'grid',
      gridTemplateColumns:
        '1.5rem 4.6em minmax(0, 4fr) 9.5em 4.5em 4em 10.6em minmax(6.8em, 1fr) 7.2em',
      columnGap: 14,
      alignItems: 'center',
    } as const;

    const phone = theme.breakpoints.down('xs');

    return {
      head: {
        ...theme.typography.body2,
        display: 'none',
        color: theme.palette.text.secondary,
        borderBottom: `1px solid ${theme.palette.divider}`,
        whiteSpace: 'nowrap',
        [ONE_LINE]: { ...columns, padding: theme.spacing(0.75, 2, 0.75, 1) },
      },
      number: { textAlign: 'right' },
      row: {
        ...theme.typography.body2,
        display: 'grid',
        gridTemplateColumns: 'auto auto minmax(0, 1fr) auto',
        gridTemplateAreas: `
        "choose severity title action"
        "choose facts facts facts"
        "refusal refusal refusal refusal"`,
        alignItems: 'center',
        columnGap: theme.spacing(1),
        padding: theme.spacing(1),
        // What comes into sight comes below the news that stays there.
        '&, & a, & button, & input': { scrollMarginTop: 44 },
        '&:not([aria-posinset="1"])': {
          borderTop: `1px solid ${theme.palette.divider}`,
        },
        '&:hover, &:focus-within': {
          backgroundColor: theme.palette.action.hover,
        },
        // A title has all of the line but the button: most need no second one.
        [phone]: {
          gridTemplateAreas: `
          "choose title title action"
          "choose severity facts facts"
          "refusal refusal refusal refusal"`,
        },
        [ONE_LINE]: {
          ...columns,
          gridTemplateAreas: `
          "choose severity title values since age status subject action"
          "refusal refusal refusal refusal refusal refusal refusal refusal refusal"`,
          padding: theme.spacing(0.25, 2, 0.25, 1),
        },
      },
      // Around the box there is room for a thumb.
      choose: {
        gridArea: 'choose',
        display: 'grid',
        placeItems: 'center',
        alignSelf: 'stretch',
        minWidth: 24,
        minHeight: 24,
        '& > input': {
          width: 16,
          height: 16,
          margin: 0,
          accentColor: theme.palette.primary.main,
          colorScheme: theme.palette.type,
        },
      },
      severity: { gridArea: 'severity', [phone]: { alignSelf: 'start' } },
      title: {
        gridArea: 'title',
        overflowWrap: 'anywhere',
        fontWeight: 500,
        [ONE_LINE]: ellipsis,
        '& > a': {
          color: theme.palette.primary.main,
          textDecoration: 'none',
          '&:hover': { textDecoration: 'underline' },
          // What is cut off at the end must not cut the focus.
          '&:focus-visible': { outlineOffset: -2 },
        },
      },
      // On one line the project has a column.
      where: { [ONE_LINE]: hiddenText },
      whereKnown: hiddenText,
      facts: {
        gridArea: 'facts',
        display: 'flex',
        columnGap: theme.spacing(1.5),
        color: theme.palette.text.secondary,
        minWidth: 0,
        // Two lines at the most, for what was seen, the status and the age on the narrowest phone; what would be cut in
        // the middle wraps out of sight: the alert's page has it.
        flexWrap: 'wrap',
        maxHeight: '2.86em',
        overflow: 'hidden',
        // On one line each fact is a column of its own.
        [ONE_LINE]: { display: 'contents' },
      },
      values: {
        gridArea: 'values',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
        [ONE_LINE]: { textAlign: 'right' },
      },
      observed: { color: theme.palette.text.primary },
      since: {
        gridArea: 'since',
        whiteSpace: 'nowrap',
        // The age says nearly the same.
        [phone]: hiddenText,
      },
      age: {
        gridArea: 'age',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
        [ONE_LINE]: { textAlign: 'right' },
      },
      // Before the age where they share a line: that somebody has it is asked first.
      status: {
        gridArea: 'status',
        flex: 'none',
        [ONE_LINE]: ellipsis,
        // There the word is enough.
        [phone]: { '& [aria-hidden]': { display: 'none' } },
      },
      // A shape, since a word would be cut off where the column ends.
      snoozed: {
        fontSize: '1.2em',
        marginLeft: theme.spacing(0.75),
        verticalAlign: 'text-bottom',
      },
      snoozedWord: { [ONE_LINE]: hiddenText },
      subject: {
        gridArea: 'subject',
        whiteSpace: 'nowrap',
        [ONE_LINE]: ellipsis,
      },
      // Most titles of one project name the service or the metric.
      inTitle: { [phone]: hiddenText },
      // Where a title has room for all of its words they end with the project.
      told: { display: 'none', [ONE_LINE]: { display: 'block' } },
      action: {
        gridArea: 'action',
        minHeight: 36,
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'flex-end',
      },
      refusal: { gridArea: 'refusal' },
      // Where a row has two lines the button is its symbol alone.
      word: { display: 'none', [ONE_LINE]: { display: 'inline' } },
      symbol: { display: 'block', [ONE_LINE]: { display: 'none' } },
      button: {
        ...theme.typography.button,
        fontSize: theme.typography.pxToRem(13),
        minWidth: 40,
        minHeight: 32,
        display: 'grid',
        placeItems: 'center',
        padding: theme.spacing(0.5),
        border: 0,
        borderRadius: theme.shape.borderRadius,
        background: 'none',
        color: theme.palette.text.primary,
        cursor: 'pointer',
        '&:hover': { backgroundColor: theme.palette.action.hover },
        '&[aria-disabled=true]': { opacity: 0.38, cursor: 'default' },
      },
      // In the head a word is said to those who see the columns, in the rows to those who do not.
      heard: { [ONE_LINE]: hiddenText },
      hidden: hiddenText,
    };
  },
  { name: 'GuardrailsAlertRow' },
);
