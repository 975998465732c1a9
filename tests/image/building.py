"""The image without Docker: its build steps in a folder of their own, its services as processes."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}|\$(\$)")


class BuildError(Exception):
    """A step of the build failed; the message holds what it said."""


def dockerfile():
    """Return the instructions of the Dockerfile, one a line."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [line.split(maxsplit=1) for line in lines if line]


def image_environment():
    """Return the variables that the Dockerfile sets."""
    words = [word for verb, rest in dockerfile() if verb == "ENV" for word in shlex.split(rest)]
    return dict(word.split("=", 1) for word in words)


def compose():
    """Return docker-compose.yml as Compose reads it."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def filled(text, variables):
    """Put variables into a value of docker-compose.yml as Compose does."""

    def value(match):
        name, default, dollar = match.groups()
        return "$" if dollar else variables.get(name) or default or ""

    return VARIABLE.sub(value, str(text))


def build(folder):
    """Run the build steps: an environment with what the lock names, the files, the static files."""
    venv, app = folder / "venv", folder / "app"
    do([sys.executable, "-m", "venv", venv], folder)
    copy_context(app)
    environment = {"PATH": f"{venv / 'bin'}:{os.environ['PATH']}", **image_environment()}
    for step in run_steps():
        do(step, app, environment)
    return Image(folder, environment)


def run_steps():
    """Return the commands of the build that need no root: installing and collecting."""
    steps = [
        part.split() for verb, rest in dockerfile() if verb == "RUN" for part in rest.split("&&")
    ]
    return [step for step in steps if step[0] in {"pip", "python"}]


def copy_context(app):
    """Copy what `COPY . .` copies: everything that .dockerignore does not name."""
    unwanted = (ROOT / ".dockerignore").read_text().split()

    def ignored(folder, names):
        paths = {name: (Path(folder) / name).relative_to(ROOT).as_posix() for name in names}
        return {name for name, path in paths.items() if is_unwanted(path, unwanted)}

    shutil.copytree(ROOT, app, ignore=ignored)


def is_unwanted(path, patterns):
    """Tell whether a path inside the project stays out of the image."""
    return any(
        fnmatch(path, each) or fnmatch(f"/{path}", each.replace("**", "*")) for each in patterns
    )


def do(command, folder, environment=None):
    """Run one step to its end."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"{' '.join(map(str, command))} failed: {done.stderr[-2000:]}")
    return done


class Image:
    """What was built, and the services of docker-compose.yml as processes of this machine."""

    def __init__(self, folder, environment):
        self.folder, self.built = folder, environment
        self.services = compose()["services"]

    def environment(self, service, variables: Mapping, places: Mapping):
        """Return the environment of a service: paths and hosts of the container become ours."""
        own = {
            name: placed(filled(value, variables), places)
            for name, value in self.services[service]["environment"].items()
        }
        return {**self.built, **own}

    def command(self, service, places: Mapping):
        """Return the command line of a service."""
        words = shlex.split(filled(self.services[service]["command"], {}))
        return [placed(word, places) for word in words]

    @property
    def app(self):
        """The folder of the program."""
        return self.folder / "app"


def placed(text, places):
    """Replace what only a container has by what this machine has."""
    there = "|".join(map(re.escape, places))
    return re.sub(there, lambda found: places[found[0]], text)
