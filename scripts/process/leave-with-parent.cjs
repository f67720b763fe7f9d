// Loaded into the Node.js programs that the portal starts: when the portal is gone, even killed, they leave too.
'use strict';

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM'); // the orderly way first
  setTimeout(() => process.exit(1), 5_000).unref();
});
