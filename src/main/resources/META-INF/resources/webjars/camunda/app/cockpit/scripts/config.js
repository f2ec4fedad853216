// Takes the place of the file of the same name in Camunda's own jar.
export default {
  app: { name: 'Cockpit', vendor: 'Relais' },
  customScripts: ['../tasklist/scripts/relais'],
  disableWelcomeMessage: true
};
