FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OSM_MODE=production
WORKDIR /app

# What PDFs are set with; a font comes along.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

COPY requirements/prod.txt requirements/prod.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/prod.txt

COPY . .
# The static files need settings, not secrets: nothing is served while they are collected. No page
# uses the bundle for notebooks, and compressing it takes longer than everything else.
RUN python manage.py collectstatic --no-input --verbosity=0 --ignore=widgetbundle.js \
    && useradd --system --no-create-home osm \
    && mkdir -p var secrets && chown osm var secrets

USER osm
EXPOSE 8000
CMD ["gunicorn", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=8", \
     "--no-control-socket", "--logger-class=osm.serving.LineLogger", "osm.wsgi:application"]
