"""How people prove who they are: codes by SMS, passwords, second factors, and the way back in."""
