// The mark at the top of the sidebar: a line that stays between two rails.
import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
  },
  link: {
    marginLeft: 22,
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    color: '#ffffff',
    whiteSpace: 'nowrap',
    fontSize: 18,
    fontWeight: 600,
  },
});

export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="CloudOps Portal, home"
      >
        <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
          <g fill="none" strokeLinecap="round" strokeWidth="2.5">
            <path d="M3 5h22M3 23h22" stroke="#9be7c4" />
            <path d="M3 16l5-4 5 5 6-7 6 4" stroke="#ffffff" />
          </g>
        </svg>
        {isOpen && <span>CloudOps</span>}
      </Link>
    </div>
  );
};
