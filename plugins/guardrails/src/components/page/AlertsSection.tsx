/** The alerts tab of the page, and the deep link to one alert below it. */
import { Route, Routes, useParams } from 'react-router-dom';
import { usePageScope } from '../../scope';
import { AlertPage, AlertsList } from '../alerts';

function AllAlerts() {
  return <AlertsList scope={usePageScope()} ofAnyProject />;
}

function OneAlert() {
  const id = useParams().id!;
  // Another alert is another screen: nothing of the one before may stay on it.
  return <AlertPage key={id} id={id} />;
}

export function AlertsSection() {
  return (
    <Routes>
      <Route index element={<AllAlerts />} />
      <Route path=":id" element={<OneAlert />} />
    </Routes>
  );
}
