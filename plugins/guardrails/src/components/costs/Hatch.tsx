/** The hatching of what AWS may still change. */
import { useTheme } from '@material-ui/core/styles';

export function Hatch(props: { readonly id: string }) {
  const { palette } = useTheme();
  return (
    <pattern
      id={props.id}
      width={6}
      height={6}
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect
        width={3}
        height={6}
        fill={palette.background.paper}
        fillOpacity={0.65}
      />
    </pattern>
  );
}
