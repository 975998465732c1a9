"""The units of the commands that equip, supply, heal, teach and house the Army of Aldmark."""

SUPPORTING = {
    "SIG": """
1SB brigade 1st Signal Brigade
  11SG signals 11th Signal Battalion
  12SG signals 12th Signal Battalion
  13SG signals 13th Signal Battalion
  14SG signals 14th Signal Battalion
2SB brigade 2nd Signal Brigade
  21SG signals 21st Signal Battalion
  22SG signals 22nd Signal Battalion
  23SG signals 23rd Signal Battalion
CYB regiment Cyber Defence Regiment
  1CY signals 1st Cyber Battalion
  2CY signals 2nd Cyber Battalion
  IRC signals Incident Response Centre
EWR regiment Electronic Warfare Regiment
  1EW signals 1st Electronic Warfare Battalion
  2EW signals 2nd Electronic Warfare Battalion
NOC signals Network Operations Centre
DCE signals Data Centre East
""",
    "MAT": """
VOW depot Vehicle Overhaul Works
  WEA depot Workshop Eastnes
  WNO depot Workshop Nordhavn
  WSO depot Workshop Sorvik
  WMI depot Workshop Midtby
  WWE depot Workshop Vestmark
  WHA depot Workshop Havstad
  WDR depot Drone Workshop
WOW depot Weapons Overhaul Works
  WSA depot Small Arms Workshop
  WAR depot Artillery Workshop
  WOP depot Optics Workshop
  WMS depot Missile Workshop
CDP depot Central Depots
  DEA depot Depot East
  DNO depot Depot North
  DSO depot Depot South
  DCE depot Depot Centre
  DTW depot Tank Depot West
  AEA depot Ammunition Depot East
  ANO depot Ammunition Depot North
  ASO depot Ammunition Depot South
PRO office Procurement Office
  PVE office Vehicle Programme Office
  PBR office Bridging Programme Office
  PRA office Radio Programme Office
""",
    "LOG": """
TRG group Transport Group
  1TR supply 1st Transport Battalion
  2TR supply 2nd Transport Battalion
  3TR supply 3rd Transport Battalion
  4TR supply 4th Transport Battalion
  5TR supply 5th Heavy Transport Battalion
  6TR supply 6th Heavy Transport Battalion
  RAI supply Rail Movements Battalion
  PON supply Port Operations Battalion North
  POS supply Port Operations Battalion South
SUG group Supply Group
  1SU supply 1st Supply Battalion
  2SU supply 2nd Supply Battalion
  3SU supply 3rd Supply Battalion
  4SU supply 4th Supply Battalion
  5SU supply 5th Supply Battalion
  FUE supply Fuel Battalion East
  FUN supply Fuel Battalion North
  FUS supply Fuel Battalion South
  FSV supply Field Services Battalion
20SB brigade 20th Sustainment Brigade
  201S supply 201st Sustainment Battalion
  202S supply 202nd Sustainment Battalion
  203S supply 203rd Sustainment Battalion
  204S supply 204th Sustainment Battalion
MCR regiment Movement Control Regiment
  MCE supply Movement Control Battalion East
  MCN supply Movement Control Battalion North
""",
    "ENG": """
GRN group Garrison Region North
  GNH garrison Garrison Nordhavn
  GFJ garrison Garrison Fjellby
  GIS garrison Garrison Isvik
GRE group Garrison Region East
  GEA garrison Garrison Eastnes
  GGR garrison Garrison Grenseby
  GSK garrison Garrison Skogheim
GRS group Garrison Region South
  GSO garrison Garrison Sorvik
  GHA garrison Garrison Havstad
  GMI garrison Garrison Midtby
22EB brigade 22nd Engineer Brigade
  221E battalion 221st Engineer Battalion
  222E battalion 222nd Engineer Battalion
  223E battalion 223rd Engineer Battalion
  224B battalion 224th Bridging Battalion
CON regiment Construction Regiment
GEO signals Geographic Centre
FRS garrison Fire and Rescue Service
""",
    "MED": """
HOS group Hospitals
  AHC hospital Army Hospital Centre
  AHN hospital Army Hospital North
  AHE hospital Army Hospital East
  AHS hospital Army Hospital South
  FHN hospital Field Hospital North
  FHE hospital Field Hospital East
  FHS hospital Field Hospital South
CLI group Clinics
  CNH clinic Clinic Nordhavn
  CFJ clinic Clinic Fjellby
  CEA clinic Clinic Eastnes
  CGR clinic Clinic Grenseby
  CSK clinic Clinic Skogheim
  CSO clinic Clinic Sorvik
  CHA clinic Clinic Havstad
  CMI clinic Clinic Midtby
1MB brigade 1st Medical Brigade
  11ME supply 11th Medical Battalion
  12ME supply 12th Medical Battalion
  13ME supply 13th Medical Battalion
MDP depot Medical Depot
""",
    "TDC": """
CSG group Combat Schools
  ARM school Armour School
  INF school Infantry School
  ART school Artillery School
  REC school Reconnaissance School
  ESC school Engineer School
  ADS school Air Defence School
SSG group Support Schools
  LSC school Logistics School
  SSC school Signal School
  MSC school Medical School
  MEC school Mechanics School
  AMS school Ammunition School
  DRI school Driver School
LSG group Leadership Schools
  OFA school Officer Academy
  STC school Staff College
  NCN school Sergeants School North
  NCS school Sergeants School South
  LAN school Language School
RTG group Recruit Training
  RTE school Recruit Training Battalion Eastnes
  RTN school Recruit Training Battalion Nordhavn
  RTS school Recruit Training Battalion Sorvik
  RTH school Recruit Training Battalion Havstad
  RTM school Recruit Training Battalion Midtby
CTC school Combat Training Centre
SIM school Simulation Centre
DOC office Doctrine Centre
LLC office Lessons Learned Centre
""",
    "PER": """
RRN group Recruiting Region North
  ONH office Recruiting Office Nordhavn
  OFJ office Recruiting Office Fjellby
  OIS office Recruiting Office Isvik
  OTR office Recruiting Office Tromsund
RRE group Recruiting Region East
  OEA office Recruiting Office Eastnes
  OGR office Recruiting Office Grenseby
  OSK office Recruiting Office Skogheim
  OEL office Recruiting Office Elvestad
RRS group Recruiting Region South
  OSO office Recruiting Office Sorvik
  OHA office Recruiting Office Havstad
  OMI office Recruiting Office Midtby
  OVE office Recruiting Office Vestmark
PAY office Pay Office
RCD office Personnel Records Office
CAR office Career Centre
VET office Veterans Office
SEC office Selection Centre
""",
}
